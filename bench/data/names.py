"""Names of people and towns."""

from __future__ import annotations

from typing import Final

__all__ = ["CITIES", "FIRST_NAMES", "LAST_NAMES"]

_FIRST: Final = """
Anna Boris Carla Dmitri Elena Farid Grace Hugo Ines Jonas Katya Liam Mei Nadia Omar Priya Quentin
Rosa Sven Tariq Uma Viktor Wanda Xavier Yara Zoe Amir Bianca Chen Daria Emeka Fiona Giulia Hassan
Ivana Jorge Kofi Leila Marta Noah Olga Pedro Renata Samuel Thea Yusuf
"""
_LAST: Final = """
Adeyemi Bauer Castillo Dubois Eriksen Fischer Garcia Haddad Ito Jansen Kowalski Laurent Moreau Novak
Okafor Petrov Quinn Rossi Schmidt Tanaka Ueda Vargas Weber Xu Yilmaz Zimmermann Andersen Brennan
Costa Dvorak Engel Ferrari Gupta Hughes Ivanov Jung Keller Lopez Mbeki Nakamura
"""
_TOWNS: Final = """
Lagos Oslo Lyon Kyoto Porto Quito Tampere Leeds Graz Austin Perth Osaka Kraków Málaga Brno Accra
Boston Dresden Halifax Nairobi Toulouse Utrecht Zürich Montréal
"""
FIRST_NAMES: Final = tuple(_FIRST.split())
LAST_NAMES: Final = tuple(_LAST.split())
CITIES: Final = tuple(_TOWNS.split())
