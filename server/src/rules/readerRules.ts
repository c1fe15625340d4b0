/** The rules for what readers refuse: one line each, in the order of the tools. */
import { ipCommands } from '../host/commands.ts';
import { codeSpan } from '../base/markdown.ts';
import { defineRule, type Rule } from './define.ts';
import { readerRule } from './readerRule.ts';

/** Garbage words, except those that have a rule of their own. */
const ownRules: ReadonlySet<string> = new Set(['equalize']);

const unknownArgument = defineRule({
  id: 'iproute-unknown-argument',
  severity: 'error',
  summary: 'A word that ip does not know here',
  fix: 'none',
  check(host, report) {
    for (const { command, file } of ipCommands(host)) {
      // Only the first: the words behind it usually belong to it.
      const garbage = command.unexpected.find(({ text }) => !ownRules.has(text));
      if (garbage === undefined) continue;
      const { text, span, says = 'the usage text', isDuplicate } = garbage;
      const object = command.object === 'other' ? command.objectName : command.object;
      const named = codeSpan(object === undefined ? 'ip' : `ip ${object}`);
      report(
        { file, span },
        {
          what:
            isDuplicate === true
              ? `${codeSpan(text)} is a second value where ${named} takes one`
              : `${codeSpan(text)} is no word that ${named} knows here`,
          why: `ip refuses the whole command, and answers: ${says.replace(/\.$/, '')}`,
          todo:
            isDuplicate === true
              ? 'remove one of them'
              : 'correct the word, or remove it with its value',
        },
      );
    }
  },
});

export const readerRules: readonly Rule[] = [
  readerRule({
    id: 'iptables-syntax',
    severity: 'error',
    summary: 'A command line or rule set that iptables does not take',
  }),
  readerRule({
    id: 'iptables-wrong-place',
    severity: 'error',
    summary: 'A table, chain, match or target where the kernel does not take it',
  }),
  readerRule({
    id: 'iproute-after-nexthop',
    severity: 'error',
    summary: 'A word of the route behind the first nexthop',
  }),
  readerRule({
    id: 'iproute-batch-syntax',
    severity: 'error',
    summary: 'A batch file that ip cannot split into words',
  }),
  readerRule({
    id: 'iproute-incomplete',
    severity: 'error',
    summary: 'A part that ip demands is missing',
  }),
  readerRule({
    id: 'iproute-invalid-address',
    severity: 'error',
    summary: 'A word that ip does not take for an address',
  }),
  readerRule({
    id: 'iproute-invalid-number',
    severity: 'error',
    summary: 'A word that ip does not take for a number',
  }),
  readerRule({
    id: 'iproute-invalid-prefix',
    severity: 'error',
    summary: 'A word that ip does not take for a prefix',
  }),
  readerRule({
    id: 'iproute-invalid-value',
    severity: 'error',
    summary: 'A value that its keyword does not take',
  }),
  unknownArgument,
  readerRule({
    id: 'iproute-unknown-object',
    severity: 'error',
    summary: 'An object that ip does not have',
  }),
  readerRule({
    id: 'iproute-unknown-option',
    severity: 'error',
    summary: 'An option that ip does not have',
  }),
  readerRule({
    id: 'iproute-unknown-verb',
    severity: 'error',
    summary: 'A command that the object does not have',
  }),
  readerRule({
    id: 'netplan-backend',
    severity: 'error',
    summary: 'Something that the renderer cannot do',
  }),
  readerRule({
    id: 'netplan-conflict',
    severity: 'error',
    summary: 'Settings that netplan does not take together',
  }),
  readerRule({
    id: 'netplan-duplicate-id',
    severity: 'error',
    summary: 'One id for two devices',
  }),
  readerRule({
    id: 'netplan-invalid-address',
    severity: 'error',
    summary: 'An address that netplan refuses',
  }),
  readerRule({
    id: 'netplan-invalid-value',
    severity: 'error',
    summary: 'A value that netplan refuses',
  }),
  readerRule({
    id: 'netplan-missing-key',
    severity: 'error',
    summary: 'A key that netplan demands is missing',
  }),
  readerRule({
    id: 'netplan-syntax',
    severity: 'error',
    summary: 'A netplan file that is not YAML',
  }),
  readerRule({
    id: 'netplan-undefined-reference',
    severity: 'error',
    summary: 'An id that no file defines',
  }),
  readerRule({
    id: 'netplan-unknown-key',
    severity: 'error',
    summary: 'A key that netplan does not know here',
    fix: 'suggestion',
  }),
  readerRule({
    id: 'netplan-warning',
    severity: 'warning',
    summary: 'Something that netplan accepts with a warning',
  }),
  readerRule({ id: 'nft-syntax', severity: 'error', summary: 'Rules that nft cannot read' }),
  readerRule({
    id: 'nft-missing',
    severity: 'error',
    summary: 'A chain or set of nft that nobody declares',
  }),
  readerRule({
    id: 'shell-carriage-return',
    severity: 'information',
    summary: 'A script with Windows line ends',
    fix: 'safe',
  }),
  readerRule({
    id: 'shell-syntax',
    severity: 'error',
    summary: 'A script that the shell cannot read',
  }),
  readerRule({
    id: 'sysctl-syntax',
    severity: 'warning',
    summary: 'A line in a sysctl file that is no setting',
  }),
];
