"""Style sheet, fonts and icons of the pages, made out of node_modules.

Built files are taken as their makers ship them, and made light: KERN's style sheet loses the components that
no page uses (style_sheet.py), fonts are cut by script (fonts.py), and the icons are gathered in one sprite,
whose second tone takes the colour that the page gives it (`--tp-pic-tone`).
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import fonts
import style_sheet

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "booking" / "web" / "static"
VENDOR = STATIC / "vendor"

KERN = PACKAGES / "@kern-ux/native"
PLEX = PACKAGES / "@fontsource/ibm-plex-sans-arabic"
PHOSPHOR = PACKAGES / "@phosphor-icons/core"
CALENDAR = PACKAGES / "@event-calendar/build"

LICENCES = {
    "LICENSE-kern.md": KERN / "LICENSE.md",
    "LICENSE-phosphor.txt": PHOSPHOR / "LICENSE",
    "LICENSE-event-calendar.txt": ROOT / "LICENSES/MIT-event-calendar.txt",
    "fonts/LICENSE-fira-sans.txt": ROOT / "LICENSES/OFL-1.1-fira-sans.txt",
    "fonts/LICENSE-ibm-plex-sans-arabic.txt": PLEX / "LICENSE",
}
FIRA_SANS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
FONTS = {
    **{
        ("Fira Sans", weight): KERN / f"dist/fonts/fira-sans/FiraSans-{name}.woff2"
        for weight, name in FIRA_SANS.items()
    },
    **{
        ("IBM Plex Sans Arabic", weight): PLEX / f"files/ibm-plex-sans-arabic-arabic-{weight}-normal.woff2"
        for weight in (400, 600)
    },
}
PRINTED = (400, 600)

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

SOURCE_MAP = re.compile(r"(//|/\*)# sourceMappingURL=[^\n]*")
DRAWING = re.compile(r'<svg [^>]*viewBox="0 0 256 256"[^>]*>(.*)</svg>', re.DOTALL)


def main() -> None:
    """Fill the vendor folder anew; the sprite comes last, the Makefile takes its time for the time of all."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder in ("fonts", "print"):
        (VENDOR / folder).mkdir(parents=True)
    for name, source in LICENCES.items():
        shutil.copyfile(source, VENDOR / name)
    for face in fonts.faces((STATIC / "fonts.css").read_text(encoding="utf-8")):
        fonts.cut(face, FONTS, VENDOR / face.file)
    for (_, weight), source in FONTS.items():
        if weight in PRINTED:
            fonts.unpack(source, VENDOR / "print" / f"{source.stem}.ttf")
    for kind in ("css", "js"):
        write(f"event-calendar.{kind}", calendar(kind))
    write("kern.css", kern())
    write("icons.svg", sprite())


def write(name: str, text: str) -> None:
    """The whole file or none of it."""
    part = VENDOR / f"{name}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(VENDOR / name)


def kern() -> str:
    """KERN's style sheet with what the pages need."""
    version = json.loads((KERN / "package.json").read_text(encoding="utf-8"))["version"]
    sheet = (KERN / "dist/kern.min.css").read_text(encoding="utf-8")
    return style_sheet.reduced(sheet, f"KERN UX {version}, licensed under the EUPL-1.2, see LICENSE-kern.md")


def calendar(kind: str) -> str:
    """The planner that can be dragged, without the address of a file that is not served."""
    text = (CALENDAR / f"dist/event-calendar.min.{kind}").read_text(encoding="utf-8")
    return SOURCE_MAP.sub("", text)


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
    drawing = DRAWING.search((PHOSPHOR / "assets" / path).read_text(encoding="utf-8"))
    if drawing is None:
        message = f"{path} of Phosphor is not the SVG that the sprite expects."
        raise SystemExit(message)
    shapes = drawing[1].replace('opacity="0.2"', 'fill="var(--tp-pic-tone, currentColor)"')
    return f'<symbol id="{icon_id}" viewBox="0 0 256 256">{shapes}</symbol>'


if __name__ == "__main__":
    main()
