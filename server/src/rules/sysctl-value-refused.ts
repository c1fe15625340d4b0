/** A sysctl value that the kernel answers with "Invalid argument": the ranges of sysctl/ranges.ts, which were measured. */
import { codeSpan } from '../base/markdown.ts';
import type { Host, HostSysctl } from '../host/model.ts';
import { refusalOf } from '../host/sysctl.ts';
import { defineRule } from './define.ts';
import { documentOf } from './fixes/lines.ts';

/** What a number that fills its type is for the kernel. */
const int = { min: -0x80000000, max: 0x7fffffff };

export const sysctlValueRefused = defineRule({
  id: 'sysctl-value-refused',
  severity: 'error',
  summary: 'A sysctl value that the kernel does not take',
  fix: 'none',
  check(host, report) {
    for (const write of host.sysctls) {
      const refusal = refusalOf(host.kernel, write);
      if (refusal === undefined || write.failureIgnored === true || hasFallback(host, write))
        continue;
      const { value, range } = refusal;
      const name = codeSpan(write.key.filter((part) => typeof part === 'string').join('.'));
      const isInt = range.min === int.min && range.max === int.max;
      const takes = isInt ? 'a whole number' : `a whole number from ${range.min} to ${range.max}`;
      report(write.value.origin, {
        what: `${codeSpan(value)} is no value of ${name}`,
        why: `Linux ${host.kernel.version} takes ${takes} there and answers "Invalid argument", so the setting keeps what it had`,
        todo: `write ${takes}`,
      });
    }
  },
});

/** `sysctl -w … || sysctl -w …`, `if sysctl -w …`: the script looks whether it worked. */
function hasFallback(host: Host, { origin }: HostSysctl): boolean {
  const text = documentOf(host, origin.file)?.file.text ?? '';
  const { start, end } = origin.span;
  return (
    /^[ \t]*(?:2>\S+[ \t]*|>\S+[ \t]*)*\|\|/.test(text.slice(end, end + 80)) ||
    /\b(?:if|elif|while|until)[ \t]+(?:![ \t]+)?(?:sudo[ \t]+)?$/.test(
      text.slice(Math.max(0, start - 40), start),
    )
  );
}
