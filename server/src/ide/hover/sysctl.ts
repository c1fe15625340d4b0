/** The hover on a sysctl key: what it means, what its values mean, and what is in force on this host. */
import { isUnknown, type Unknown } from '../../base/fact.ts';
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import { stepsOf } from '../../host/commands.ts';
import type { Document, Host } from '../../host/model.ts';
import { linkSetting, type LinkKey, type LinkSetting } from '../../host/linkSetting.ts';
import { lastWrite, sysctlNumber } from '../../host/sysctl.ts';
import { combinationOf } from '../../sysctl/combine.ts';
import { isThroughAll } from '../../sysctl/confTree.ts';
import type { SysctlSetting } from '../../sysctl/types.ts';
import { describePlace } from '../place.ts';
import type { Hover, Place } from '../types.ts';
import { sysctlKeyDocs, type SysctlKeyDoc } from './sysctlKeys.ts';

/** Answers on the key of a setting in a sysctl file, a `sysctl` command or a write to /proc/sys. */
export function hoverSysctl(place: Place): Hover | undefined {
  const setting = settingsOf(place.document).find(({ keySpan }) =>
    touchesSpan(keySpan, place.offset),
  );
  if (setting === undefined) return undefined;
  const doc = sysctlKeyDocs.find(({ key }) => isKeyOf(key, setting.key));
  return doc === undefined
    ? undefined
    : { span: setting.keySpan, markdown: explain(place, doc, setting) };
}

function settingsOf(document: Document): readonly SysctlSetting[] {
  if (document.kind === 'sysctl') return document.sysctl.settings;
  return stepsOf(document).flatMap(({ sysctl }) => sysctl?.settings ?? []);
}

function isKeyOf(pattern: readonly string[], key: SysctlSetting['key']): boolean {
  return (
    pattern.length === key.length &&
    pattern.every((segment, i) => segment === 'LINK' || segment === key[i])
  );
}

function explain(place: Place, doc: SysctlKeyDoc, setting: SysctlSetting): string {
  return [
    `**${doc.key.join('.')}**`,
    doc.text,
    doc.values.map(([value, meaning]) => `* ${codeSpan(value)} ${meaning}`).join('\n'),
    missing(place.host, doc),
    inForce(place, setting),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function missing({ kernel }: Host, { since, exists }: SysctlKeyDoc): string {
  if (since === undefined || exists === undefined) return '';
  return exists(kernel)
    ? `Since Linux ${since}.`
    : `**Linux ${kernel.version} does not have it**; it came with ${since}.`;
}

function inForce(place: Place, { key }: SysctlSetting): string {
  const names = key.filter((segment): segment is string => !isUnknown(segment));
  if (names.length < key.length) return `Which link this is cannot be told: ${reasonOf(key)}.`;
  const [, family, conf, link, name] = names;
  if (conf === 'conf' && link !== undefined)
    return linkInForce(place, { family: family === 'ipv6' ? 6 : 4, link, name: name ?? '' });
  const write = lastWrite(place.host, names);
  const value = sysctlNumber(place.host, names);
  if (write === undefined || value === undefined) return '';
  return `In force on this host: ${codeSpan(String(value))} (${describePlace(place.host, write.origin, place.document)}).`;
}

function reasonOf(key: SysctlSetting['key']): string {
  return key.find((segment): segment is Unknown => isUnknown(segment))?.reason ?? '';
}

function linkInForce(place: Place, key: LinkKey): string {
  const { link } = key;
  if (link === 'all' || link === 'default' || link === '*') return roleOf(key);
  const setting = linkSetting(place.host, key);
  const { all, link: own, effective, isCertain } = setting;
  const both =
    setting.combination === 'link'
      ? `${codeSpan(link)} is ${textOf(own)}`
      : `${codeSpan('all')} is ${textOf(all)}, ${codeSpan(link)} is ${textOf(own)}`;
  if (!isCertain || effective === undefined)
    return `On this host ${both}; ${howCombined(setting)}.`;
  return `**In force on ${codeSpan(link)}: ${effective}**, because ${both}.`;
}

function howCombined({ combination }: LinkSetting): string {
  switch (combination) {
    case 'link':
      return 'that of the link counts';
    case 'or':
      return 'the setting is on if one of them is 1';
    case 'and':
      return 'the setting is on if both are 1';
    case 'max':
      return 'the larger one counts';
    case 'min':
      return 'the smaller one counts';
    case 'by-forwarding':
      return 'on a link that forwards both must be 1, on any other one is enough';
  }
}

function roleOf({ family, link, name }: LinkKey): string {
  if (link === 'all' && isThroughAll(family, name))
    return '`all` is written through: `default` and every link that is there get the same value.';
  if (link === 'all' && combinationOf(family, name) === 'link')
    return '`all` has no effect on the links: each goes by its own setting.';
  if (link === 'all')
    return '`all` combines with the setting of each link; it does not overwrite it.';
  if (link === 'default')
    return '`default` counts only for links that appear later; links that are there keep their value.';
  return '`*` writes `all`, `default` and every link.';
}

function textOf(value: number | undefined): string {
  return value === undefined ? 'not set by these files' : String(value);
}
