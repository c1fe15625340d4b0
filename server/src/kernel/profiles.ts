/** Which behaviour a kernel version has. To be filled by the table of versions. */
export interface KernelProfile {
  /** As asked for: `4.15`, `6.18.4`. */
  readonly version: string;
}
