/** Shell scripts are bundled as texts. */
declare module '*.sh' {
  const text: string;
  export default text;
}
