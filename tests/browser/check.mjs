// Opens each page in a real browser, at three widths, light and dark and on paper, and reports what a reader would suffer from.
//
//   node check.mjs [--screenshots DIR] FILE.html...
//
// The browser is $CHROMIUM, or /usr/bin/chromium. Exits with 1 if anything was found, with 2 if nothing could be checked.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const WIDTHS = [320, 390, 1280];
const SCHEMES = ["light", "dark"];

const { files, screenshots } = readArguments(process.argv.slice(2));
if (files.length === 0) {
  console.error("usage: node check.mjs [--screenshots DIR] FILE.html...");
  process.exit(2);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
let found = 0;
for (const file of files) {
  const findings = await checkFile(file);
  found += findings.length;
  console.log(`${file}: ${findings.length === 0 ? "no findings" : `${findings.length} findings`}`);
  for (const finding of findings) console.log(`  ${finding}`);
}
await browser.close();
process.exit(found === 0 ? 0 : 1);

function readArguments(words) {
  const at = words.indexOf("--screenshots");
  if (at === -1) return { files: words, screenshots: undefined };
  const [, directory] = words.splice(at, 2);
  return { files: words, screenshots: directory };
}

/** All findings for one file, each with the view in which it was seen. */
async function checkFile(file) {
  const findings = [];
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const view = `${width} px, ${colorScheme}`;
      await inPage(file, { width, colorScheme }, findings, view, async (page) => {
        findings.push(...(await accessibility(page)).map((text) => `${view}: ${text}`));
        findings.push(...(await overflow(page)).map((text) => `${view}: ${text}`));
        await photograph(page, `${nameOf(file)}-${width}-${colorScheme}`);
      });
    }
  }
  // A browser at 200 % zoom on a small laptop lays the page out as if the window were half as wide.
  await inPage(file, { width: 640, colorScheme: "light" }, findings, "200 % zoom", async (page) => {
    findings.push(...(await overflow(page)).map((text) => `200 % zoom: ${text}`));
  });
  // Readers may set their own spacing; WCAG 1.4.12 says how much a page must bear.
  await inPage(file, { width: 320, colorScheme: "light" }, findings, "wide spacing", async (page) => {
    await page.evaluate(spaceOut);
    findings.push(...(await overflow(page)).map((text) => `wide spacing: ${text}`));
  });
  await inPage(file, { width: 1280, colorScheme: "light" }, findings, "keyboard", async (page) => {
    findings.push(...(await scripts(page)), ...(await brokenAddresses(page)), ...(await keyboard(page)));
  });
  // Paper is read without the reader's dark theme, so both are tried.
  for (const colorScheme of SCHEMES) {
    await inPage(file, { width: 794, colorScheme }, findings, "print", async (page) => {
      const words = await wordsOf(page);
      await page.emulateMedia({ media: "print", colorScheme });
      findings.push(...(await lostOnPaper(page, words)).map((text) => `print, ${colorScheme}: ${text}`));
      findings.push(...(await overflow(page)).map((text) => `print, ${colorScheme}: ${text}`));
      findings.push(...(await accessibility(page, ["color-contrast"])).map((text) => `print, ${colorScheme}: ${text}`));
      await photograph(page, `${nameOf(file)}-print-${colorScheme}`);
      if (screenshots && colorScheme === "light") {
        await page.pdf({ path: join(screenshots, `${nameOf(file)}.pdf`), format: "A4", tagged: true, outline: true });
      }
    });
  }
  return findings;
}

/** Opens the file in a fresh window, records what leaves it, and lets `look` look at it. */
async function inPage(file, { width, colorScheme }, findings, view, look) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const address = pathToFileURL(resolve(file)).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) findings.push(`${view}: the page asks for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") findings.push(`${view}: the browser complains: ${message.text()}`);
  });
  await page.goto(address);
  await look(page);
  await context.close();
}

/** What axe-core objects to, one line for each rule with the first place. */
async function accessibility(page, onlyRules) {
  // The policy forbids scripts on the page; what the browser's debugger evaluates is not bound by it.
  const source = await readFile(AXE, "utf8");
  await page.evaluate(source);
  const runOnly = onlyRules ? { type: "rule", values: onlyRules } : { type: "tag", values: RULES };
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), runOnly);
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`,
  );
}

/** Elements which make the page scroll sideways. */
function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1);
    return wide.slice(-3).map((element) => `wider than the window: ${element.outerHTML.slice(0, 120)}`);
  });
}

/** Runs in the page. The policy of the page forbids another style element, so each element is told by itself. */
function spaceOut() {
  for (const element of document.querySelectorAll("body *")) {
    for (const [property, value] of [
      ["line-height", "1.5"],
      ["letter-spacing", "0.12em"],
      ["word-spacing", "0.16em"],
    ]) {
      element.style.setProperty(property, value, "important");
    }
    if (element.localName === "p") element.style.setProperty("margin-block-end", "2em", "important");
  }
}

/** What runs, loads something or leads to an address that a policy may not link to. */
function scripts(page) {
  return page.evaluate(() => {
    const runs = [...document.querySelectorAll("script, iframe, object, embed, form, base, link, img, video, audio")];
    const handlers = [...document.querySelectorAll("*")].filter((element) =>
      [...element.attributes].some(({ name }) => name.startsWith("on")),
    );
    const links = [...document.querySelectorAll("a[href]")].filter(
      ({ protocol, hash }) => !["https:", "http:", "mailto:", "tel:"].includes(protocol) && hash === "",
    );
    return [
      ...runs.map((element) => `runs or loads something: ${element.outerHTML.slice(0, 120)}`),
      ...handlers.map((element) => `has an event handler: ${element.outerHTML.slice(0, 120)}`),
      ...links.map((element) => `leads to a forbidden address: ${element.outerHTML.slice(0, 120)}`),
    ];
  });
}

/** Links within the page which lead nowhere, and places with the same address. */
function brokenAddresses(page) {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    const links = [...document.querySelectorAll('a[href^="#"]')].filter(
      (link) => !ids.includes(decodeURIComponent(link.hash.slice(1))),
    );
    return [
      ...twice.map((id) => `two places have the address #${id}`),
      ...links.map((link) => `leads nowhere: ${link.outerHTML.slice(0, 120)}`),
    ];
  });
}

/** Walks through the whole page with the tab key. */
async function keyboard(page) {
  const findings = [];
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const shown = box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
      return {
        html: element.outerHTML.slice(0, 120),
        skips: element.classList.contains("candor-skip"),
        visible: shown && style.opacity === "1",
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      };
    });
  await page.keyboard.press("Tab");
  const first = await focused();
  if (!first?.skips) findings.push(`the first tab does not reach the skip link but ${first?.html ?? "nothing"}`);
  const expected = await page.locator("a[href]").count();
  let reached = 0;
  for (let step = first; step !== undefined && reached <= expected; step = await focused()) {
    reached += 1;
    if (!step.visible) findings.push(`has the focus but is not in sight: ${step.html}`);
    if (!step.outlined) findings.push(`has the focus but does not show it: ${step.html}`);
    await page.keyboard.press("Tab");
  }
  if (reached < expected) findings.push(`the tab key reaches ${reached} of ${expected} links`);
  // Whoever takes the skip link must go on behind the contents.
  await page.reload();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const beyond = await page.evaluate(() => document.activeElement?.closest("main, .candor-body") !== null);
  if (!beyond) findings.push("the skip link does not lead to the policy");
  return findings;
}

/** All words that are shown now, except those which only help on a screen. */
function wordsOf(page) {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.data.trim() === "" || node.parentElement.closest(".candor-skip, .candor-permalink")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const shown = box.width > 0 && box.height > 0 && getComputedStyle(node.parentElement).visibility === "visible";
      words.push({ words: node.data.trim(), shown });
    }
    return words;
  });
}

/** Words which are in the document but not on paper. */
async function lostOnPaper(page, before) {
  const after = await wordsOf(page);
  const lost = after.filter(({ shown }) => !shown).map(({ words }) => `not on paper: ${words.slice(0, 80)}`);
  if (after.length !== before.length) lost.push(`${before.length} texts on the screen, ${after.length} on paper`);
  const helpers = await page.locator(".candor-permalink:visible, .candor-skip:visible").count();
  if (helpers > 0) lost.push(`${helpers} links on paper that only help on a screen`);
  return lost;
}

async function photograph(page, name) {
  if (!screenshots) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

function nameOf(file) {
  return basename(file, ".html");
}
