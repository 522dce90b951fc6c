import type grpc from "@grpc/grpc-js";

/**
 * Calls a method that has one answer, such as `callUnary<CheckResponse>((done) => client.check(request, done))`.
 *
 * @throws ServiceError that the other side answered.
 */
export async function callUnary<Response>(
  start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return await new Promise((resolve, reject) => {
    start((error, response) => {
      if (error === null) {
        resolve(response);
      } else {
        reject(error);
      }
    });
  });
}
