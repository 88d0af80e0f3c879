/* SPDX-License-Identifier: Apache-2.0 */
/* What an error of librdkafka asks of the caller. */
#include "producer/kafka_state.h"

/* Nothing but an operator can mend these. */
bool
wf_producer_is_refusal(rd_kafka_resp_err_t code)
{
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
        return true;
    default:
        return false;
    }
}

static bool
is_fencing(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED
        || code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

enum wf_status
wf_producer_classify(const rd_kafka_error_t *error)
{
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return WF_OK;
    if (wf_producer_is_refusal(code))
        return WF_EBROKER;
    if (rd_kafka_error_is_fatal(error))
        return WF_EREBUILD;
    if (rd_kafka_error_txn_requires_abort(error))
        return WF_EABORT;
    if (rd_kafka_error_is_retriable(error) || code == RD_KAFKA_RESP_ERR__TIMED_OUT)
        return WF_EAGAIN;
    return WF_EREBUILD; /* wrong state: only a new producer has a known one */
}

/* Classify, describe and free an error; NULL is none. */
enum wf_status
wf_producer_settle(struct wf_producer *p, const char *call, rd_kafka_error_t *error, struct wf_error *err)
{
    enum wf_status st;
    char text[256];
    rd_kafka_resp_err_t code;

    if (error == NULL)
        return WF_OK;
    st = wf_producer_classify(error);
    code = rd_kafka_error_code(error);
    /* the library says "fatal" for the call and keeps the cause apart */
    if (rd_kafka_error_is_fatal(error)) {
        rd_kafka_resp_err_t cause = rd_kafka_fatal_error(p->client, text, sizeof text);

        if (is_fencing(cause))
            code = cause;
        if (wf_producer_is_refusal(cause))
            st = WF_EBROKER;
    }
    p->fenced = is_fencing(code);
    wf_error_set(err, st, call, 0, "%s (%s)", rd_kafka_error_string(error), rd_kafka_err2name(code));
    rd_kafka_error_destroy(error);
    return st;
}

/* A call on a broken producer may hang (librdkafka #4420): look before each. */
enum wf_status
wf_producer_check(struct wf_producer *p, const char *call, struct wf_error *err)
{
    char text[256];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(p->client, text, sizeof text);

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return WF_OK;
    p->fenced = is_fencing(code);
    return wf_error_set(err, wf_producer_is_refusal(code) ? WF_EBROKER : WF_EREBUILD, call, 0, "%s (%s)", text,
        rd_kafka_err2name(code));
}
