/** The version of the package, for `initialize` and `--version`. */
export { version } from '../../../package.json';
