/** Makes a host from texts by path, for tests of the model itself. */
import { assembleHost } from '../../server/src/host/assemble.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { createHostFiles } from '../../server/src/host/sourcing.ts';
import type { Host, HostRoute } from '../../server/src/host/model.ts';
import { destinationText } from '../../server/src/host/assemble/routeTable.ts';
import { identityOf, isUnknown, known } from '../../server/src/base/fact.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import { formatAddress } from '../../server/src/net/address.ts';

export const script = '/usr/local/sbin/uplinks.sh';

export function hostOf(
  files: Readonly<Record<string, string>>,
  kernel: string = newestKernel,
): Host {
  const profile = kernelProfile(kernel);
  if (profile === undefined) throw new Error(`no such kernel: ${kernel}`);
  // Paths of tests may begin with a slash; those of a host do not.
  const sources = Object.entries(files).map(([path, text]) => ({
    id: path,
    path,
    text,
    version: 1,
  }));
  const hostFiles = createHostFiles(
    sources.map((file) => ({ ...file, path: file.path.replace(/^\//, '') })),
  );
  const documents = sources.map((file) => readDocument(file, undefined, hostFiles));
  return assembleHost(documents, { kernel: profile, isTree: true });
}

/** A host with one script. */
export function scriptHost(text: string): Host {
  return hostOf({ [script]: text });
}

/** `default via 203.0.113.1 dev eno4 table 104`: the route in short, unknown parts as `?`. */
export function routeText(route: HostRoute): string {
  const hops = route.nexthops.map((hop) => {
    const via = known(hop.via);
    const gateway =
      hop.via === undefined ? '' : `via ${via === undefined ? '?' : formatAddress(via)} `;
    return `${gateway}dev ${identityOf(hop.dev) ?? '?'}`;
  });
  const table = isUnknown(route.table.value) ? '?' : String(route.table.value);
  return `${destinationText(route.destination) ?? '?'} ${hops.join(' | ')} table ${table}`;
}

export function routeTexts(host: Host): readonly string[] {
  return host.routes.map((route) => routeText(route));
}
