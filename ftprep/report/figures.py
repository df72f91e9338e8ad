"""Numbers as people read them."""

from __future__ import annotations

__all__ = ["count", "money", "money_range", "plural", "share", "size"]


def count(number: float) -> str:
    """With thousands separators, without decimals: `12,345`."""
    return f"{round(number):,}"


def plural(number: int, one: str, many: str = "") -> str:
    """`1 record`, `12,345 records`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def share(part: float) -> str:
    """A share of one in percent: `12%`. Never a 0 or 100 that is not exact."""
    if 0 < part < 0.01:
        return "<1%"
    if 0.99 < part < 1:
        return ">99%"
    return f"{part:.0%}"


def money(usd: float) -> str:
    """Dollars and cents: `$1,234.50`, `$0.00` for nothing and `<$0.01` for next to nothing."""
    if 0 < usd < 0.01:
        return "<$0.01"
    return f"${usd:,.2f}"


def money_range(least: float, most: float) -> str:
    """`$0.11`, or `$0.11 to $0.14` where the two differ when told."""
    low, high = money(least), money(most)
    return low if low == high else f"{low} to {high}"


def size(number: int) -> str:
    """A number of bytes in decimal units, as the API and file managers count: `1.2 MB`."""
    if number < 1000:
        return plural(number, "byte")
    value, unit = float(number), ""
    for unit in ("kB", "MB", "GB"):  # noqa: B007
        value /= 1000
        if value < 999.5:
            break
    return f"{value:,.1f} {unit}" if value < 99.95 else f"{value:,.0f} {unit}"
