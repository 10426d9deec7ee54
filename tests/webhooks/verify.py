"""A receiver in Python: reads { secret, cases: [ { headers, body } ] } and prints for each case whether the published
library takes it for genuine."""

import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError


def is_genuine(webhook, case):
    try:
        webhook.verify(case["body"].encode(), case["headers"])
        return True
    except WebhookVerificationError:
        return False


given = json.load(sys.stdin)
webhook = Webhook(given["secret"])
print(json.dumps([is_genuine(webhook, case) for case in given["cases"]]))
