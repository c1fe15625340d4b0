/** The rules for what netplan accepts but cannot work: our own judgement, in alphabetical order. */
import type { Rule } from './define.ts';
import { npBondHashInvalid } from './np-bond-hash-invalid.ts';
import { npBondHashNoEffect } from './np-bond-hash-no-effect.ts';
import { npBondLayer2OneGateway } from './np-bond-layer2-one-gateway.ts';
import { npBondMemberAddressed } from './np-bond-member-addressed.ts';
import { npBondPrimaryNotMember } from './np-bond-primary-not-member.ts';
import { npCloudInitOwned } from './np-cloud-init-owned.ts';
import { npConflictingDefaults } from './np-conflicting-defaults.ts';
import { npDuplicateKey } from './np-duplicate-key.ts';
import { npGateway4Deprecated } from './np-gateway4-deprecated.ts';
import { npHiddenFile } from './np-hidden-file.ts';
import { npMarkNoMask } from './np-mark-no-mask.ts';
import { npMergeOrder } from './np-merge-order.ts';
import { npNmDropsPolicy } from './np-nm-drops-policy.ts';
import { npNoMultipath } from './np-no-multipath.ts';
import { npPeersIgnored } from './np-peers-ignored.ts';
import { npPermissions } from './np-permissions.ts';
import { npPolicyDuplicatePriority } from './np-policy-duplicate-priority.ts';
import { npPolicyEmptyTable } from './np-policy-empty-table.ts';
import { npPolicyNoPriority } from './np-policy-no-priority.ts';
import { npPolicyNoTable } from './np-policy-no-table.ts';
import { npRendererOverride } from './np-renderer-override.ts';
import { npTwoDhcpSameMetric } from './np-two-dhcp-same-metric.ts';
import { npVrfTableMismatch } from './np-vrf-table-mismatch.ts';
import { npWireguardNoRoute } from './np-wireguard-no-route.ts';

export const npRules: readonly Rule[] = [
  npBondHashInvalid,
  npBondHashNoEffect,
  npBondLayer2OneGateway,
  npBondMemberAddressed,
  npBondPrimaryNotMember,
  npCloudInitOwned,
  npConflictingDefaults,
  npDuplicateKey,
  npGateway4Deprecated,
  npHiddenFile,
  npMarkNoMask,
  npMergeOrder,
  npNmDropsPolicy,
  npNoMultipath,
  npPeersIgnored,
  npPermissions,
  npPolicyDuplicatePriority,
  npPolicyEmptyTable,
  npPolicyNoPriority,
  npPolicyNoTable,
  npRendererOverride,
  npTwoDhcpSameMetric,
  npVrfTableMismatch,
  npWireguardNoRoute,
];
