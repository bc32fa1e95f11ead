"""A QR code as SVG: black on white, for paper."""

from __future__ import annotations

import segno

QUIET = 4  # empty modules around it (ISO/IEC 18004)


def qr_code(address: str) -> str:
    """The address as an SVG without size of its own; its alternative text stands where it is shown."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=QUIET, omitsize=True, light="#fff", lineclass=None, svgclass=None)
