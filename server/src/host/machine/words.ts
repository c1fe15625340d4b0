/**
 * The words of the kernel and of iproute2 for a refusal: `Error: …` where the kernel gives a reason (extack),
 * else the name of the error number (lib/libnetlink.c, rtnl_talk_error).
 */
import type { Origin } from '../../base/fact.ts';
import type { MachineRefusal, RefusalKind } from './types.ts';

const numbers = {
  EEXIST: 'File exists',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  ENODEV: 'No such device',
  ENETDOWN: 'Network is down',
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  EINVAL: 'Invalid argument',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EOPNOTSUPP: 'Operation not supported',
  EBUSY: 'Device or resource busy',
  ELOOP: 'Too many levels of symbolic links',
  ERANGE: 'Numerical result out of range',
  EPERM: 'Operation not permitted',
} as const;

interface About {
  readonly subject?: string;
  readonly cause?: Origin | undefined;
}

/** A refusal that the kernel gives no reason for. */
export function errno(
  kind: RefusalKind,
  name: keyof typeof numbers,
  about: About = {},
): MachineRefusal {
  return { kind, says: `RTNETLINK answers: ${numbers[name]}`, ...about };
}

/** A refusal with the kernel's own reason. */
export function extack(kind: RefusalKind, reason: string, about: About = {}): MachineRefusal {
  return { kind, says: `Error: ${reason}.`, ...about };
}

/** `ip` itself looks the name of the link up. */
export function noDevice(name: string): MachineRefusal {
  return { kind: 'link-missing', says: `Cannot find device "${name}"`, subject: name };
}

/** The same where the name is checked as an argument. */
export function notThere(name: string): MachineRefusal {
  return {
    kind: 'link-missing',
    says: `Error: argument "${name}" is wrong: Device does not exist`,
    subject: name,
  };
}
