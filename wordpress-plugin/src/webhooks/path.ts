/** Where the webhooks are in the REST API. */
export const WEBHOOKS = '/mxchat/v1/webhooks';
