// The page of `--report html` in a browser: it asks for nothing, says nothing on the console, an accessibility checker has no
// complaint in light and dark, wide and narrow, and its choices work from the keyboard.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const [browserPath, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await puppeteer.launch({ executablePath: browserPath, args: ['--no-sandbox'] });

async function open(file, scheme, width, test) {
    const page = await browser.newPage();
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => request.url().startsWith('file:') || said.push(request.url()));
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setViewport({ width, height: 800 });
    const start = performance.now();
    await page.goto(pathToFileURL(file));
    const took = performance.now() - start;
    assert.deepEqual(said, [], file);
    await test(page, took);
    await page.close();
}

const visible = (page) =>
    page.$$eval('.finding', (all) => all.filter((it) => it.getClientRects().length > 0).length);

try {
    for (const file of pages) {
        for (const scheme of ['light', 'dark']) {
            for (const width of [1200, 400]) {
                await open(file, scheme, width, async (page) => {
                    // The checker is a script, which the page itself allows none of.
                    await page.setBypassCSP(true);
                    await page.reload();
                    await page.evaluate(axe);
                    const { violations } = await page.evaluate(() => globalThis.axe.run());
                    const found = violations.map((it) => `${it.id}: ${it.nodes[0].html}`);
                    assert.deepEqual(found, [], `${file}, ${scheme}, ${width}`);
                });
            }
        }
    }
    const [first] = pages;
    await open(first, 'light', 1200, async (page) => {
        const all = await visible(page);
        assert(all > 1, 'the first page has findings');
        for (const id of ['by-rule', 'by-root']) {
            await page.focus(`#${id}`);
            await page.keyboard.press('ArrowDown');
            const some = await visible(page);
            const label = await page.$eval(`#${id}`, (it) => it.selectedOptions[0].textContent);
            assert.equal(`(${some})`, label.match(/\(\d+\)$/)[0], label);
            assert(some < all, label);
            await page.focus('button[type=reset]');
            await page.keyboard.press('Enter');
            assert.equal(await visible(page), all);
        }
        // Everything that folds opens from the keyboard.
        await page.focus('.finding summary');
        await page.keyboard.press('Enter');
        assert(await page.$eval('.finding details', (it) => it.open));
    });
    const last = pages[pages.length - 1];
    await open(last, 'light', 1200, async (page, took) => {
        const all = await visible(page);
        assert(all >= 500, `${all} findings`);
        console.log(`${all} findings open in ${Math.round(took)} ms`);
        assert(took < 1000, `${took} ms`);
    });
} finally {
    await browser.close();
}
