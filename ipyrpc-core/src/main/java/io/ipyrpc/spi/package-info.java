/**
 * The SPIs: what a plugin implements, and what passes through it. Each is a stateless factory that {@code ServiceLoader}
 * finds; it opens the thing that has state. An abstract test for each stands in the test-jar of ipyrpc-core (package
 * {@code io.ipyrpc.contract}); an implementation subclasses it. Its rules:
 *
 * <h2>Serializer</h2>
 *
 * <ul>
 *   <li><b>S1</b> What was written is read back equal, for every value of §2 that the serializer says it carries.
 *   <li><b>S2</b> Arguments come back by position and by keyword as they were, an empty body as none.
 *   <li><b>S3</b> A value that is no body's one value (empty, cut anywhere, followed by more) is {@code bad_request}.
 *   <li><b>S4</b> Nesting beyond {@code max_depth} and arguments beyond {@code max_arguments} are refused, naming the
 *       limit, whatever the size of the body.
 *   <li><b>S5</b> The items of an Iterator are written as it gives them, and read as a list. The stream is flushed after
 *       each, or after a few that came at once, and for nothing else: what was flushed may be sent.
 *   <li><b>S6</b> What cannot be sent is an IllegalArgumentException that says what it is.
 *   <li><b>S7</b> Random bytes and mutated bodies end in a value or an RpcException, within the limits' memory.
 *   <li><b>S8</b> One serializer serves many threads at once.
 *   <li><b>S9</b> A writer never closes its stream, and everything is in it when {@code value} returns.
 * </ul>
 *
 * <h2>Transport</h2>
 *
 * <ul>
 *   <li><b>T1</b> A request arrives as it was sent: operation, target, fields, body.
 *   <li><b>T2</b> Frames arrive in order, metadata and data as they were sent, and next() is null after the last.
 *   <li><b>T3</b> A frame that is sent arrives while the answer goes on; nothing waits for more.
 *   <li><b>T4</b> Many exchanges run at once on one channel, and a slow one does not hold up the others.
 *   <li><b>T5</b> A reader that does not read blocks the sender of its own answer, in bounded memory.
 *   <li><b>T6</b> After the client has gone, or closed its exchange, a send fails with an IOException.
 *   <li><b>T7</b> An answer that is aborted is a DisconnectedException at the client, of a request that was sent, and not
 *       an end.
 *   <li><b>T8</b> A reply and an error without a job arrive as one frame each.
 *   <li><b>T9</b> Closing an exchange wakes the thread that waits in next().
 *   <li><b>T10</b> Large bodies and large frames arrive whole, both ways.
 *   <li><b>T11</b> A handler that answers in another thread, after handle() returned, is as good as one that does not.
 *   <li><b>T12</b> A closed listener leaves no thread, and its port can be taken again.
 *   <li><b>T13</b> A server that is not there is a DisconnectedException that names the address, of a request that was
 *       not sent.
 * </ul>
 *
 * <h2>QueueBackend</h2>
 *
 * <ul>
 *   <li><b>Q1</b> A submitted job is leased once, oldest first; take() and awaitJobs() wait for one as long as they are
 *       told, and awaitJobs() leases none.
 *   <li><b>Q2</b> Events are numbered 1, 2, 3 … and replay from any seq, to any number of watchers; reading consumes
 *       nothing.
 *   <li><b>Q3</b> A job ends in one terminal state, once; its cursors then end.
 *   <li><b>Q4</b> A write with a lease that no longer holds changes nothing and says so.
 *   <li><b>Q5</b> Cancelling a queued job ends it; cancelling a running one reaches the lease's holder and shows
 *       {@code cancelling} until it ends.
 *   <li><b>Q6</b> A watcher that slows the job down blocks append() beyond the replay window, and only then.
 *   <li><b>Q7</b> Limits (jobs waiting, bytes of their arguments, bytes kept) are refused by {@code busy} or dropped as documented, never
 *       exceeded.
 *   <li><b>Q8</b> What was dropped is {@code gone}, what never was is empty.
 *   <li><b>Q9</b> A listener on a cursor hears of every event that comes after it was set.
 *   <li><b>Q10</b> Of all submits with one key, owner and function, whoever makes them at whatever time, one becomes a job
 *       while that job's result is kept; all get its id, and one with another digest is a {@code conflict}.
 *   <li><b>Q11</b> A job with a time is not leased before it, and then in its turn; until then it is queued like any other:
 *       counted, told of, cancelled.
 *   <li><b>Q12</b> A retry queues what failed, was cancelled or lost again: same id, next attempt, numbers going on; no
 *       cursor shows error, end or result of what was before. All else is refused as documented and stays as it is.
 *   <li><b>Q13</b> A queued job's position is how many are in line before it; of one whose time has not come, how many are
 *       in line.
 * </ul>
 *
 * <h2>PointerStore</h2>
 *
 * <ul>
 *   <li><b>P1</b> What was put is held by its id and secret: the very object, null too, by any number of holders at once.
 *   <li><b>P2</b> Ids and secrets are never the same twice; a secret is 256 random bits in base64url, an id is of
 *       letters, digits, {@code _} and {@code -}; neither a key's nor an error's text shows a secret.
 *   <li><b>P3</b> A wrong secret is answered as an id that never was: {@code not_found}, in the same words.
 *   <li><b>P4</b> A released value is {@code gone}; only its owner releases and pins it, where it has one; others are
 *       {@code forbidden}.
 *   <li><b>P5</b> A value that was not used for {@code ttl} is {@code gone}, saying when and why; every use renews it.
 *   <li><b>P6</b> Where there is no room the value goes that was not used for the longest time.
 *   <li><b>P7</b> A value in use or pinned never goes, and what is in use stays whole when its pointer is released. Where
 *       nothing can go, or not enough, {@code too_large} says what holds the room, and nothing has gone.
 *   <li><b>P8</b> {@code max_bytes_per_principal} bounds each owner, whose own values alone go for it.
 *   <li><b>P9</b> A value that shares another's memory keeps that one counted as long as it is there itself.
 *   <li><b>P10</b> A vault serves many threads at once, and at the end holds and counts what is left.
 *   <li><b>P11</b> A bounded number of ids that are gone is remembered, then they are {@code not_found}.
 *   <li><b>P12</b> A closed vault refuses with an IllegalStateException, and keeps nothing alive.
 * </ul>
 */
package io.ipyrpc.spi;
