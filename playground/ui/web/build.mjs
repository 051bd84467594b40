// One bundle for each component: `node build.mjs [FOLDER]` after `npm ci`. The same sources and lock file give the same
// bytes. A component is a folder of src/ with a main.ts; its look, where the HTML is there before the program, is the
// CSS file of the same name, which goes beside the bundle.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = process.argv[2] ?? join(here, "bundles");
const names = readdirSync(join(here, "src")).filter((name) => existsSync(join(here, "src", name, "main.ts")));

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: names.map((name) => ({ in: `src/${name}/main.ts`, out: name })),
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  jsx: "automatic",
  // Editors make all of their elements, and carry their look with them.
  loader: { ".css": "text" },
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
for (const name of names) {
  const look = join(here, "src", name, `${name}.css`);
  if (existsSync(look)) copyFileSync(look, join(target, `${name}.css`));
}
