/**
 * Properties draw the same cases each time, so that a red build says something about the change that it builds.
 * `PROPERTIES=random` draws others; what it finds becomes a case of its own.
 */
import fc from 'fast-check';

if (process.env['PROPERTIES'] !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });
