/**
 * Built-in flows for a preview without flows of the user. Deterministic: the same flows on every machine and every day.
 * Addresses are documentation and benchmark addresses only.
 */
import type { Address, Family } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';

export interface FlowProfile {
  readonly id: string;
  /** One sentence for people. */
  readonly text: string;
  /** Made when asked for: starting the server must not pay for them. */
  readonly createFlows: (family?: Family) => readonly Flow[];
}

export const flowProfiles: readonly FlowProfile[] = [
  {
    id: 'office',
    text: '50 clients of a LAN open 40 connections each to 400 servers, most of them HTTPS.',
    createFlows: (family = 4) => officeFlows(family),
  },
  {
    id: 'single-server',
    text: '50 clients of a LAN open 40 connections each to one server, as with a VPN or a backup.',
    createFlows: (family = 4) => singleServerFlows(family),
  },
  {
    id: 'uniform',
    text: '4,000 connections between random addresses and ports, the best case for any hash.',
    createFlows: (family = 4) => uniformFlows(family),
  },
];

/** The profile that a preview takes if nobody chooses one. */
export const defaultProfile: string = 'office';

const TCP = 6;
const UDP = 17;
const N_CLIENTS = 50;
const N_CONNECTIONS = 40;
const N_SERVERS = 400;

/** 192.0.2.0, the LAN. */
const LAN = 0xc000_0200;
/** 198.18.0.0/15, the servers. */
const SERVERS = 0xc612_0000;

function officeFlows(family: Family): Flow[] {
  const draw = createDraw(1);
  const servers = Array.from({ length: N_SERVERS }, () => SERVERS + draw(0x2_0000));
  return eachConnection((client) => {
    const isQuic = draw(8) === 0;
    return flow(family, {
      src: client,
      dst: servers[draw(N_SERVERS)] ?? SERVERS,
      proto: isQuic ? UDP : TCP,
      sport: 32_768 + draw(28_232),
      dport: draw(10) === 0 ? 80 : 443,
    });
  });
}

function singleServerFlows(family: Family): Flow[] {
  const draw = createDraw(2);
  return eachConnection((client) =>
    flow(family, {
      src: client,
      dst: SERVERS + 10,
      proto: TCP,
      sport: 32_768 + draw(28_232),
      dport: 443,
    }),
  );
}

function uniformFlows(family: Family): Flow[] {
  const draw = createDraw(3);
  return Array.from({ length: 4000 }, () =>
    flow(family, {
      src: SERVERS + draw(0x1_0000),
      dst: SERVERS + 0x1_0000 + draw(0x1_0000),
      proto: TCP,
      sport: 1024 + draw(64_512),
      dport: 1 + draw(65_535),
    }),
  );
}

function eachConnection(open: (client: number) => Flow): Flow[] {
  return Array.from({ length: N_CLIENTS * N_CONNECTIONS }, (_, i) =>
    open(LAN + 10 + (i % N_CLIENTS)),
  );
}

interface Tuple {
  readonly src: number;
  readonly dst: number;
  readonly proto: number;
  readonly sport: number;
  readonly dport: number;
}

function flow(family: Family, tuple: Tuple): Flow {
  const { src, dst } = tuple;
  return {
    ...tuple,
    src: address(family, src),
    dst: address(family, dst),
    origin: 'forwarded',
  };
}

/** For IPv6 the same 32 bits at the end of 2001:db8::/32, the prefix for documentation. */
function address(family: Family, value: number): Address {
  return family === 4 ? { family, value } : { family, words: [0x2001_0db8, 0, 0, value] };
}

/** Whole numbers from 0 to `below` - 1, always the same for the same start (a mix of 32 bits, after MurmurHash3). */
function createDraw(start: number): (below: number) => number {
  let counter = Math.imul(start, 0x9e37_79b9);
  return (below) => {
    counter = (counter + 0x9e37_79b9) | 0;
    let x = counter;
    x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
    return ((x ^ (x >>> 16)) >>> 0) % below;
  };
}
