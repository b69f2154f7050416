// A webhook that answers nothing, or always the same patch: what a call costs whatever the webhook does. Prints its port.
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { text } from 'node:stream/consumers';

const [folder, patch] = process.argv.slice(2);
const answer = patch === undefined ? {} : { patchType: 'JSONPatch', patch };
const server = createSecureServer(
  {
    cert: readFileSync(`${folder}/tls.crt`),
    key: readFileSync(`${folder}/tls.key`),
    allowHTTP1: true,
  },
  async (request, response) => {
    const { uid } = JSON.parse(await text(request)).request;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        response: { uid, allowed: true, ...answer },
      }),
    );
  },
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
