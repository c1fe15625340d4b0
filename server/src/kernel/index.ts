/**
 * The simulator alone, as `dist/kernel.js`: which nexthop Linux chooses for a flow. No I/O, for Node, browser and worker.
 *
 *     const route = prepareRoute({ family: 4, kind: 'classic', nexthops }, { profile, policy: 0, key: keyOfSeed(42) });
 *     if (route.kind === 'ready') chooseNexthop(route, flow);
 *
 * A million flows in typed columns take tens of milliseconds, by SIMD, WebAssembly or plain JavaScript, as there is:
 *
 *     const { members, counts } = chooseNexthops(route, { src, dst, sport, dport, proto });
 */
export { formatAddress, parseIprouteAddress, parseStrictAddress } from '../net/address.ts';
export type { Address, Family, Ipv4Address, Ipv6Address } from '../net/address.ts';
export type { Flow, FlowOrigin } from '../net/flow.ts';
export { parseMac } from '../net/mac.ts';
export type { MacAddress } from '../net/mac.ts';
export { protocolName, protocolNumber } from '../net/protocol.ts';
export { chooseNexthops } from './batch.ts';
export { availableEngines } from './batchEngine.ts';
export type { EngineName } from './batchEngine.ts';
export { hashFlows } from './batchHash.ts';
export type { FlowColumns } from './batchHash.ts';
export type { BatchSettings } from './batchPlan.ts';
export { regionsOf, selectMembers } from './batchSelect.ts';
export type { Members, Regions } from './batchSelect.ts';
export { questionOfFlow, readHostAnswers } from './askHost.ts';
export type { Asking, HostAnswer } from './askHost.ts';
export { hmark, nftJhash, sharesOf } from './balance.ts';
export type { Balancer, Hmark } from './balance.ts';
export { chooseBondMember, prepareBond } from './bond.ts';
export type { Bond, BondMember, BondMode, ReadyBond } from './bond.ts';
export type { BondHashPolicy } from './bondHash.ts';
export { keyOfSeed, parseHashKey } from './hashKey.ts';
export { chooseNexthop, prepareRoute } from './multipathRoute.ts';
export type { Choice, ReadyRoute } from './multipathRoute.ts';
export type { HashSettings, MultipathRoute, RouteNexthop } from './route.ts';
export { kernelProfile, knownKernels, knownReleases, newestKernel } from './profiles.ts';
export type { KernelProfile } from './profiles.ts';
export { createTable, removeMembers, replaceMembers } from './resilientTable.ts';
export type { ResilientMember, TableUse } from './resilientTable.ts';
export type { Refused } from './refusal.ts';
export type { HashKey } from './siphash.ts';
