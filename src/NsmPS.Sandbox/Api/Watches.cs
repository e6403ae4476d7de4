using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Answers watches: a line for each change, and a bookmark now and then.</summary>
internal sealed class Watches(ObjectStore store, WatchCuts cuts, IHostApplicationLifetime application)
{
    private const string ErrorType = "ERROR";
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_betweenBookmarks = TimeSpan.FromSeconds(30);

    public async Task AnswerAsync(HttpContext context, ApiTarget target, Representation representation)
    {
        var request = context.Request;
        var selector = Selector.Of(request);
        var initialEvents = request.Flag("sendInitialEvents");
        long? since = initialEvents || request.Value("resourceVersion") is null or "0"
            ? null
            : ReadVersion(request.Value("resourceVersion")!);
        using var limit = new CancellationTokenSource(request.Number("timeoutSeconds") is > 0 and { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : s_longest, store.Wall);
        var cut = cuts.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, limit.Token, cut,
            application.ApplicationStopping);
        var line = new WatchLines(context.Response, representation, selector, target);
        context.Response.ContentType = Answers.Json;
        using var watch = Open(target, since, line);
        if (watch is null)
        {
            return;
        }

        try
        {
            await context.Response.StartAsync(either.Token);
            foreach (var change in watch.Initial)
            {
                line.Write(change);
            }

            if (initialEvents)
            {
                await line.BookmarkAsync(watch.Version, new JsonObject { [InitialEventsEnd] = "true" }, either.Token);
            }

            await context.Response.Body.FlushAsync(either.Token);
            await FollowAsync(watch, line, request.Flag("allowWatchBookmarks"), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Time is up, or the client or the server goes: that is how watches end.
            if (cut.IsCancellationRequested)
            {
                context.Abort();
            }
        }
    }

    /// <summary>Opens the watch; a version that is forgotten is told within the stream, as the real server does.</summary>
    private StoreWatch? Open(ApiTarget target, long? since, WatchLines line)
    {
        try
        {
            return store.Watch(kind => kind == target.Kind, target.Namespace, since);
        }
        catch (ApiException refusal) when (refusal.Code == StatusCodes.Status410Gone)
        {
            line.Write(ErrorType, Answers.Status(refusal));
            return null;
        }
    }

    private async Task FollowAsync(StoreWatch watch, WatchLines line, bool bookmarks, CancellationToken token)
    {
        while (true)
        {
            var version = store.Version;
            if (watch.Changes.TryRead(out var change))
            {
                line.Write(change);
                continue;
            }

            await line.FlushAsync(token);
            var more = watch.Changes.WaitToReadAsync(token).AsTask();
            try
            {
                await more.WaitAsync(s_betweenBookmarks, store.Wall, token);
            }
            catch (TimeoutException)
            {
                // Nothing came since that version was read and the channel was empty, as far as this watch goes.
                if (bookmarks)
                {
                    await line.BookmarkAsync(version, null, token);
                }
            }
        }
    }

    private static long ReadVersion(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw ApiException.BadRequest($"invalid resourceVersion: {text}");

    private sealed class WatchLines(HttpResponse response, Representation representation, Selector selector, ApiTarget target)
    {
        private bool _unflushed;

        public void Write(Change change)
        {
            if (target.Namespace is not null && change.Object.Namespace() != target.Namespace)
            {
                return;
            }

            // A change may bring an object into the selection, or out of it.
            var before = change.Type != ChangeType.Added && selector.Matches(change.Before ?? change.Object);
            var now = change.Type != ChangeType.Deleted && selector.Matches(change.Object);
            var type = (before, now) switch
            {
                (false, true) => "ADDED",
                (true, true) => "MODIFIED",
                (true, false) => "DELETED",
                _ => null,
            };
            if (type is not null)
            {
                Write(type, representation.Show(change.Object));
            }
        }

        public async Task BookmarkAsync(long version, JsonObject? annotations, CancellationToken token)
        {
            var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
            if (annotations is not null)
            {
                metadata["annotations"] = annotations;
            }

            Write("BOOKMARK", new JsonObject
            {
                ["kind"] = target.Kind.Kind,
                ["apiVersion"] = target.Kind.ApiVersion,
                [JsonObjects.MetadataField] = metadata
            });
            await FlushAsync(token);
        }

        public async Task FlushAsync(CancellationToken token)
        {
            if (_unflushed)
            {
                _unflushed = false;
                await response.Body.FlushAsync(token);
            }
        }

        public void Write(string type, JsonObject item)
        {
            using (var json = new Utf8JsonWriter(response.BodyWriter))
            {
                json.WriteStartObject();
                json.WriteString("type", type);
                json.WritePropertyName("object");
                item.WriteTo(json);
                json.WriteEndObject();
            }

            response.BodyWriter.Write("\n"u8);
            _unflushed = true;
        }
    }
}
