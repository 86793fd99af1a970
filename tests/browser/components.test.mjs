// The components of the book show the fragment of a page as it is.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { chromium } from "playwright-core";
import { compileScript, parse } from "vue/compiler-sfc";

const here = import.meta.dirname;
const chapter = readFileSync(join(here, "../../book/src/reference/components.md"), "utf8");
const sample = readFileSync(join(here, "sample.html"), "utf8");
const fragment = sample.slice(sample.indexOf('<div class="candor-policy"'), sample.lastIndexOf("</body>")).trim();

function block(language) {
  return chapter.split(`\`\`\`${language}\n`)[1].split("```")[0];
}

/** The exports of a module of which the text of the fragment is a file. */
async function load(code) {
  // Beside the packages that it imports.
  const folder = mkdtempSync(join(here, ".components-"));
  try {
    writeFileSync(join(folder, "fragment.mjs"), `export default ${JSON.stringify(fragment)};`);
    const file = join(folder, "component.mjs");
    writeFileSync(file, code.replace(/"[^"]*\.fragment\.html\?raw"/, '"./fragment.mjs"'));
    return await import(pathToFileURL(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("React shows the fragment", async () => {
  const { code } = await transform(block("jsx"), { loader: "jsx", jsx: "automatic", format: "esm" });
  const { Policy } = await load(code);
  const { createElement } = await import("react");
  const { renderToStaticMarkup } = await import("react-dom/server");
  assert.equal(renderToStaticMarkup(createElement(Policy)), `<div>${fragment}</div>`);
});

test("Vue shows the fragment", async () => {
  const { descriptor, errors } = parse(block("vue"));
  assert.deepEqual(errors, []);
  const { content } = compileScript(descriptor, { id: "policy", inlineTemplate: true });
  const { default: component } = await load(content);
  const { createSSRApp } = await import("vue");
  const { renderToString } = await import("vue/server-renderer");
  assert.equal(await renderToString(createSSRApp(component)), `<div>${fragment}</div>`);
});

test("a section stands alone", async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
  const page = await browser.newPage();
  const code = block("js").replace("export ", "");
  const name = /<section class="candor-section" id="([^"]+)"/.exec(fragment)[1];
  const found = await page.evaluate(
    ([code, policy, name]) => new Function(`${code}; return section(...arguments)`)(policy, name),
    [code, fragment, name],
  );
  await browser.close();
  assert.ok(found.startsWith("<section") && found.includes(`id="${name}"`), found);
});
