/** The script that guards a change on the host: parts of one shell program, in the order of their use. */
import apply from './guard/apply.sh';
import base from './guard/base.sh';
import decide from './guard/decide.sh';
import judge from './guard/judge.sh';
import look from './guard/look.sh';
import main from './guard/main.sh';
import restore from './guard/restore.sh';
import snapshot from './guard/snapshot.sh';
import stage from './guard/stage.sh';
import undo from './guard/undo.sh';
import units from './guard/units.sh';

export const guardText = [
  base,
  stage,
  snapshot,
  restore,
  apply,
  units,
  decide,
  undo,
  look,
  main,
].join('\n');

/** What lets the netplan of a host read files without leaving anything there; standard input is a tar. */
export const judgeText = [base, stage, judge].join('\n');
