"""All examples together: how many, how long, how varied, how distributed, and the target."""
