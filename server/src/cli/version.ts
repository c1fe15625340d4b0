/** The version of the package, for `--version` and reports. */
export { version } from '../../../package.json';
