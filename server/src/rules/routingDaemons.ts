import type { Host } from '../host/model.ts';

/** Routing daemons put routes anywhere, by a language of their own. */
const configurations = /(?:^|\/)(?:frr|quagga|bird)\/[^/]+\.conf$|(?:^|\/)bird6?\.conf$/;

/** Whether a file of the host configures a routing daemon. */
export function hasRoutingDaemon({ documents }: Host): boolean {
  return documents.some(({ file }) => configurations.test(file.path));
}
