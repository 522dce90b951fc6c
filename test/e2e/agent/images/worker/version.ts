/** Another one is another image. */
export const version = "first";
