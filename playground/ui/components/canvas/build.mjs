// One file for the browser: `npm ci && npm run build`. The same sources and lock file give the same bytes.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  outfile: process.argv[2] ?? "canvas.js",
  // The stack editor's modules: the canvas has no form, palette or messages of its own.
  alias: { editor: `${here}../editor` },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  jsx: "automatic",
  loader: { ".css": "text" },
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
