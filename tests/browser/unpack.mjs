// Unpacks the browser of @sparticuz/chromium into the folder given as argument: chromium, its shared
// libraries for bare systems (al2023/lib) and a font. scripts/browser.py calls this once.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder; // the package unpacks into the folder for temporary files

const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
const { default: chromium, inflate } = await import("@sparticuz/chromium");
await chromium.executablePath();
await inflate(join(dirname(entry), "..", "bin", "al2023.tar.br"));
