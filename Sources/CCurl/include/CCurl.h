#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, and Swift imports no variadic C function:
 * one shim for each type of argument. */
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_bytes(CURL *handle, CURLoption option, const void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_context(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);

/* The callbacks differ in their types, and each must reach the variadic call with exactly its own. */
typedef size_t (*ccurl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_seek_callback)(void *context, curl_off_t offset, int origin);
typedef int (*ccurl_progress_callback)(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                                       curl_off_t up);
typedef int (*ccurl_request_callback)(void *context, char *primary_ip, char *local_ip, int primary_port,
                                      int local_port);
CURLcode ccurl_set_bytes_callback(CURL *handle, CURLoption option, ccurl_bytes_callback callback);
CURLcode ccurl_set_seek_callback(CURL *handle, ccurl_seek_callback callback);
CURLcode ccurl_set_progress_callback(CURL *handle, ccurl_progress_callback callback);
CURLcode ccurl_set_request_callback(CURL *handle, ccurl_request_callback callback);

/* CURL_GLOBAL_DEFAULT is built from shifted macros, which Swift does not import. */
CURLcode ccurl_global_init(void);

/* The sockets that a handle has open. Within a callback CURLINFO_ACTIVESOCKET knows none yet, so they are counted as
 * libcurl opens and closes them; while it still tries several addresses there may be more than one. */
typedef struct {
    curl_socket_t last;
    int open;
} ccurl_sockets;

/* Keeps `sockets` up to date from here on. It must outlive the handle: a connection is closed with it. */
CURLcode ccurl_watch_sockets(CURL *handle, ccurl_sockets *sockets);

/* 0: the peer of the only open socket is quiet; 1: it closed or reset the connection; 2: it has sent something that
 * was not read yet; -1: there is not exactly one socket. In C because Swift loses errno between two calls. */
int ccurl_peer_state(const ccurl_sockets *sockets);

/* Condition variables that wait by the monotonic clock: pthread_condattr_t is opaque to Swift, and Foundation's
 * NSCondition waits by the wall clock, which jumps. The deadline is in nanoseconds of CLOCK_MONOTONIC. */
int ccurl_monotonic_condition_init(pthread_cond_t *condition);
int64_t ccurl_monotonic_now(void);
int ccurl_wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t deadline);

#endif
