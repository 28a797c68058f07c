/* The plain loop to compare with: librabbitmq, one thread, one window, nothing else.
 *
 *   amqp_loop publish HOST PORT USER PASSWORD QUEUE COUNT WINDOW BODY_BYTES
 *   amqp_loop consume HOST PORT USER PASSWORD QUEUE COUNT PREFETCH ACK_EVERY
 *
 * publish: persistent, mandatory, confirmed; at most WINDOW unconfirmed. consume: one multiple ack for ACK_EVERY messages.
 * Prints the seconds from the first message to the last confirm or ack. */
#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void fail(const char *what) {
    fprintf(stderr, "amqp_loop: %s failed\n", what);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static amqp_frame_t next_frame(amqp_connection_state_t c) {
    amqp_frame_t frame;
    if (amqp_simple_wait_frame(c, &frame) != AMQP_STATUS_OK) fail("wait");
    return frame;
}

static void publish(amqp_connection_state_t c, const char *queue, const char *user, long count, long window,
                    size_t size) {
    if (!amqp_confirm_select(c, 1)) fail("confirm.select");
    char *body = malloc(size);
    memset(body, 'x', size);
    char id[64];
    long sent = 0, confirmed = 0, singles = 0;
    while (confirmed + singles < count) {
        while (sent < count && sent - confirmed - singles < window) {
            amqp_basic_properties_t p;
            memset(&p, 0, sizeof p);
            p._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                       AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_USER_ID_FLAG | AMQP_BASIC_APP_ID_FLAG;
            snprintf(id, sizeof id, "00000000-0000-4000-8000-%012ld", sent);
            p.content_type = amqp_cstring_bytes("application/cloudevents+json");
            p.delivery_mode = 2;
            p.message_id = amqp_cstring_bytes(id);
            p.type = amqp_cstring_bytes("dunlin.bench.made.v1");
            p.user_id = amqp_cstring_bytes(user);
            p.app_id = amqp_cstring_bytes("bench");
            amqp_bytes_t bytes = {size, body};
            if (amqp_basic_publish(c, 1, amqp_cstring_bytes(""), amqp_cstring_bytes(queue), 1, 0, &p, bytes) !=
                AMQP_STATUS_OK)
                fail("publish");
            sent++;
        }
        amqp_frame_t frame = next_frame(c);
        if (frame.frame_type != AMQP_FRAME_METHOD) continue;
        if (frame.payload.method.id != AMQP_BASIC_ACK_METHOD) fail("confirm");
        amqp_basic_ack_t *ack = frame.payload.method.decoded;
        /* RabbitMQ confirms singles beyond the prefix seldom; they count until the prefix reaches them. */
        if (ack->multiple) {
            confirmed = (long)ack->delivery_tag;
            singles = 0;
        } else if ((long)ack->delivery_tag == confirmed + 1) {
            confirmed++;
        } else {
            singles++;
        }
        amqp_maybe_release_buffers(c);
    }
    free(body);
}

static void consume(amqp_connection_state_t c, const char *queue, long count, long prefetch, long every) {
    if (!amqp_basic_qos(c, 1, 0, (uint16_t)prefetch, 0)) fail("qos");
    if (!amqp_basic_consume(c, 1, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table))
        fail("consume");
    uint64_t tag = 0;
    long done = 0;
    while (done < count) {
        amqp_frame_t frame = next_frame(c);
        if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_DELIVER_METHOD)
            fail("deliver");
        tag = ((amqp_basic_deliver_t *)frame.payload.method.decoded)->delivery_tag;
        amqp_message_t message;
        if (amqp_read_message(c, 1, &message, 0).reply_type != AMQP_RESPONSE_NORMAL) fail("read");
        amqp_destroy_message(&message);
        done++;
        if ((done % every == 0 || done == count) && amqp_basic_ack(c, 1, tag, 1) != AMQP_STATUS_OK) fail("ack");
        amqp_maybe_release_buffers(c);
    }
}

int main(int argc, char **argv) {
    if (argc != 10) fail("usage");
    amqp_connection_state_t c = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(c);
    if (!socket || amqp_socket_open(socket, argv[2], atoi(argv[3])) != AMQP_STATUS_OK) fail("connect");
    if (amqp_login(c, "/", 0, 131072, 15, AMQP_SASL_METHOD_PLAIN, argv[4], argv[5]).reply_type != AMQP_RESPONSE_NORMAL)
        fail("login");
    if (!amqp_channel_open(c, 1)) fail("channel.open");
    double start = now();
    if (strcmp(argv[1], "publish") == 0)
        publish(c, argv[6], argv[4], atol(argv[7]), atol(argv[8]), (size_t)atol(argv[9]));
    else
        consume(c, argv[6], atol(argv[7]), atol(argv[8]), atol(argv[9]));
    printf("%.6f\n", now() - start);
    if (amqp_connection_close(c, AMQP_REPLY_SUCCESS).reply_type != AMQP_RESPONSE_NORMAL) fail("close");
    amqp_destroy_connection(c);
    return 0;
}
