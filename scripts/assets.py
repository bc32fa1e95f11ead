"""Style sheet, fonts and icons of the pages: built files out of node_modules, as their makers ship them.

Nothing is changed on the way, with one exception: the icons are gathered in one sprite, whose second
tone takes the colour that the page gives it (`--tp-pic-tone`) instead of a fifth of the text's colour.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "booking" / "web" / "static" / "vendor"

KERN = "@kern-ux/native"
PLEX = "@fontsource/ibm-plex-sans-arabic"
PHOSPHOR = "@phosphor-icons/core"

COPIES = {
    "kern.min.css": PACKAGES / KERN / "dist/kern.min.css",
    "LICENSE-kern.md": PACKAGES / KERN / "LICENSE.md",
    "LICENSE-phosphor.txt": PACKAGES / PHOSPHOR / "LICENSE",
    "fonts/LICENSE-fira-sans.txt": ROOT / "LICENSES/OFL-1.1-fira-sans.txt",
    "fonts/LICENSE-ibm-plex-sans-arabic.txt": PACKAGES / PLEX / "LICENSE",
    **{
        f"fonts/FiraSans-{weight}.woff2": PACKAGES / KERN / f"dist/fonts/fira-sans/FiraSans-{weight}.woff2"
        for weight in ("Regular", "Medium", "SemiBold")
    },
    **{
        f"fonts/{name}": PACKAGES / PLEX / "files" / name
        for name in (
            "ibm-plex-sans-arabic-arabic-400-normal.woff2",
            "ibm-plex-sans-arabic-arabic-600-normal.woff2",
        )
    },
}

# Topics: two tones, ids pic-NAME.
PICTOGRAMS = (
    "armchair",
    "solar-roof",
    "baby-carriage",
    "backpack",
    "hand-waving",
    "scales",
    "signature",
    "waves",
    "coins",
    "briefcase",
    "heartbeat",
    "hand-heart",
    "coffee",
    "signpost",
)
# Small signs beside a word: one tone, ids ico-NAME.
SIGNS = (
    "phone",
    "clock",
    "check-circle",
    "check",
    "calendar-plus",
    "calendar-blank",
    "printer",
    "envelope-simple",
    "bell",
    "file-text",
    "map-pin",
    "lock-simple",
    "elevator",
    "arrow-right",
    "arrow-left",
    "x-circle",
    "user",
    "users",
    "sign-out",
    "fast-forward",
    "pencil-simple",
)
BOLD = {"check"}  # too thin beside a word otherwise

DRAWING = re.compile(r'<svg [^>]*viewBox="0 0 256 256"[^>]*>(.*)</svg>', re.DOTALL)


def main() -> None:
    """Fill the vendor folder; the sprite comes last, the Makefile takes its time for the time of all."""
    for name, source in COPIES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    partial = VENDOR / "icons.svg.part"
    partial.write_text(sprite(), encoding="utf-8")
    partial.replace(VENDOR / "icons.svg")


def sprite() -> str:
    """One SVG with a symbol per icon, to be shown with <use href="icons.svg#ID">."""
    symbols = [symbol(f"pic-{name}", f"duotone/{name}-duotone.svg") for name in PICTOGRAMS]
    symbols += [
        symbol(f"ico-{name}", f"bold/{name}-bold.svg" if name in BOLD else f"regular/{name}.svg")
        for name in SIGNS
    ]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"])


def symbol(icon_id: str, path: str) -> str:
    """The icon as a symbol; SystemExit when the package has changed its way of drawing."""
    drawing = DRAWING.search((PACKAGES / PHOSPHOR / "assets" / path).read_text(encoding="utf-8"))
    if drawing is None:
        message = f"{path} of {PHOSPHOR} is not the SVG that the sprite expects."
        raise SystemExit(message)
    shapes = drawing[1].replace('opacity="0.2"', 'fill="var(--tp-pic-tone, currentColor)"')
    return f'<symbol id="{icon_id}" viewBox="0 0 256 256">{shapes}</symbol>'


if __name__ == "__main__":
    main()
