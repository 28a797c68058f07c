/* librabbitmq 0.11 for Swift, and the few calls that Swift cannot make itself. */
#ifndef DUNLIN_CRABBITMQ_H
#define DUNLIN_CRABBITMQ_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <sys/eventfd.h> /* Swift's own module of the C library leaves it out. */
#include <time.h>

/* amqp_login_with_properties is variadic, which Swift does not import; the table of client properties must also outlive
 * the call, which a stack frame here gives for nothing. Declares what RabbitMQ otherwise never sends: the notice that
 * a consumer was cancelled and the notice that the connection is blocked. `external` logs in by client certificate. */
amqp_rpc_reply_t crabbitmq_login(amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat,
                                 const char *connection_name, int external, const char *user, const char *password);

/* What the first certificate of a PEM file says: its subject's common name, which the broker takes as the user, and when
 * it ends. OpenSSL's own calls return unions and macros that Swift does not import. Returns 0; 1 when the file cannot be
 * read as a certificate; 2 when the subject has no common name, several, or one that does not fit or holds a NUL. */
int crabbitmq_read_certificate(const char *path, char *name, size_t capacity, time_t *end);

#endif
