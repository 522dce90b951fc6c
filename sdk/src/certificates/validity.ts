/** When a certificate is valid. */
export interface Validity {
  from: Date;
  until: Date;
}
