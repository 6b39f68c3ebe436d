"""Hotspot: find where and when serious violence happens, see why, act on places, check whether it worked."""

__version__ = "0.1.0"
