// A check which cannot fail is worth nothing: a page with one fault of each kind must be reported in full.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const here = import.meta.dirname;

function check(html) {
  const directory = mkdtempSync(join(tmpdir(), "candor-"));
  const file = join(directory, "page.html");
  writeFileSync(file, html);
  const { status, stdout } = spawnSync(process.execPath, [join(here, "check.mjs"), file], { encoding: "utf8" });
  rmSync(directory, { recursive: true });
  return { status, stdout };
}

const sample = readFileSync(join(here, "sample.html"), "utf8");

test("the sample has no fault", () => {
  const { status, stdout } = check(sample);
  assert.equal(stdout.includes("no findings"), true, stdout);
  assert.equal(status, 0);
});

test("each kind of fault is found", () => {
  const faults = `
    <p style="color: #ccc; background: #fff">pale words</p>
    <p style="width: 2000px">broad words</p>
    <style>@media print { .lost { display: none } .plain:focus { outline: none } }</style>
    <p class="lost">words for the screen alone</p>
    <p><a href="#nowhere" style="outline: none">to nowhere</a> <a href="javascript:void 0">to a program</a></p>
    <p id="twice">one</p><p id="twice" onclick="">two</p>
    <img src="http://127.0.0.1:9/picture.png" alt="">
    <script>void 0</script>
  </main>`;
  const broken = sample
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replace('<a class="candor-skip"', '<a href="#twice">first</a><a class="candor-skip"')
    .replace("</main>", faults);
  const { status, stdout } = check(broken);
  for (const expected of [
    "320 px, light: color-contrast",
    "320 px, light: wider than the window",
    "200 % zoom: wider than the window",
    "wide spacing: wider than the window",
    "print, light: not on paper: words for the screen alone",
    "print, dark: not on paper: words for the screen alone",
    "leads nowhere: ",
    "leads to a forbidden address: ",
    "two places have the address #twice",
    "has an event handler: ",
    "the page asks for http://127.0.0.1:9/picture.png",
    "runs or loads something: <script>",
    "runs or loads something: <img",
    "the first tab does not reach the skip link",
    "has the focus but does not show it: ",
  ]) {
    assert.equal(stdout.includes(expected), true, `${expected} is missing in:\n${stdout}`);
  }
  assert.equal(status, 1);
});
