/** `network:` is a key of other programs too: their files are left alone. */
import { expect, test } from 'vitest';
import { isNetplanText } from '../../server/src/host/netplanText.ts';

test.each([
  ['a file of netplan', 'network:\n  version: 2\n  ethernets: {}\n'],
  ['one in flow style', 'network: {version: 2, bonds: {}}\n'],
  ['one that begins', 'network:\n'],
  ['one with a wrong key', 'network:\n  ethernet:\n    e: {}\n  renderer: networkd\n'],
  ['a section without indentation', 'network:\n  version: 2\nethernets:\n  e: {}\n'],
  ['comments in front', '# uplinks\n---\nnetwork: # all\n  bridges: {}\n'],
])('%s is netplan', (_name, text) => {
  expect(isNetplanText(text)).toBe(true);
});

test.each([
  ['Compose', 'services:\n  web: {image: nginx}\nnetwork:\n  driver: bridge\n'],
  ['Compose, the network first', 'network:\n  version: 2\nservices:\n  web: {image: nginx}\n'],
  ['values of a chart', 'network:\n  plugin: cilium\n  cidr: 10.0.0.0/16\n'],
  ['cloud-init, switched off', 'network: {config: disabled}\n'],
  ['a word', 'network: host\n'],
  ['a key further in', 'a:\n  network:\n    version: 2\n'],
])('%s is not', (_name, text) => {
  expect(isNetplanText(text)).toBe(false);
});
