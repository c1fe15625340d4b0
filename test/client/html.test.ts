import { expect, test } from 'vitest';
import { previewHtml } from '../../client/src/preview/html.ts';
import { skeleton } from '../../client/webview/skeleton.ts';

const html = previewHtml({
  cspSource: 'https://webview.example',
  nonce: 'abc123',
  scriptUri: 'https://webview.example/preview.js',
  styleUris: ['https://webview.example/preview.css'],
  language: 'en',
  title: 'Flow preview',
});

test('the policy allows one script and the style sheets of the extension, nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'nonce-abc123'",
    'style-src https://webview.example',
    'img-src https://webview.example',
    'font-src https://webview.example',
  ]);
});

test('each script has the nonce and no text of its own', () => {
  expect(html.match(/<script[\s\S]*?<\/script>/g)).toEqual([
    '<script nonce="abc123" src="https://webview.example/preview.js"></script>',
  ]);
});

test.each([html, skeleton()])('nothing is inline', (text) => {
  expect(text).not.toMatch(/\sstyle=|<style|\son\w+=|javascript:/i);
});

test('it names its language and its main part', () => {
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('<main id="page">');
});
