using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>Answers logs and commands of pods.</summary>
internal sealed class PodStreams(ObjectStore store, IEnumerable<IExecHandler> handlers, IEnumerable<ILogSource> logs)
{
    public const string LogPart = "log";
    public const string ExecPart = "exec";

    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    private static readonly string[] s_protocols = ["v5.channel.k8s.io", ExecTunnel.Protocol];
    private static readonly TimeSpan s_betweenReads = TimeSpan.FromMilliseconds(250);

    public async Task LogAsync(HttpContext context, ApiTarget target, JsonObject pod)
    {
        var container = ContainerOf(context.Request, pod);
        var lines = Read(context.Request, target, container);
        var first = context.Request.Number("tailLines") is { } tail ? Math.Max(0, lines.Count - tail) : 0;
        var text = string.Concat(lines.Skip(first).Select(line => line + "\n"));
        if (context.Request.Number("limitBytes") is { } bytes && bytes < text.Length)
        {
            text = text[..bytes];
        }

        if (!context.Request.Flag("follow"))
        {
            await Answers.TextAsync(context, text);
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(text, context.RequestAborted);
        var told = lines.Count;
        while (store.Get(target.Kind, target.Namespace, target.Name!) is not null)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(s_betweenReads, store.Wall, context.RequestAborted);
            lines = Read(context.Request, target, container);
            await context.Response.WriteAsync(string.Concat(lines.Skip(told).Select(line => line + "\n")), context.RequestAborted);
            told = lines.Count;
        }
    }

    public async Task ExecAsync(HttpContext context, ApiTarget target, JsonObject pod)
    {
        var handler = handlers.FirstOrDefault() ?? throw new ApiException(500, "InternalError", "there is no container runtime");
        string[] command = [.. context.Request.Query["command"].Select(part => part ?? "")];
        if (command.Length == 0)
        {
            throw ApiException.BadRequest("you must specify at least 1 command for the container");
        }

        // kubectl repeats what failed over SPDY and shows that answer: what is wrong with the request comes first.
        var container = ContainerOf(context.Request, pod);
        if (SpdyUpgrade.IsAsked(context))
        {
            var transport = await SpdyUpgrade.AcceptAsync(context, ExecTunnel.Protocol);
            await using var tunnel = new ExecTunnel(transport, context.Request, context.RequestAborted);
            await RunAsync(handler, target, container, command, tunnel);
            return;
        }

        using var socket = await context.WebSocketAsync(s_protocols);
        await using var channels = new ExecSocket(socket, context.RequestAborted);
        await RunAsync(handler, target, container, command, channels);
    }

    private static async Task RunAsync(IExecHandler handler, ApiTarget target, string container, string[] command, IExecStreams channels)
    {
        var call = new ExecCall(target.Namespace!, target.Name!, container, command, channels.Input, channels.WriteOutputAsync,
            channels.WriteErrorAsync);
        try
        {
            var outcome = await handler.RunAsync(call, channels.Closed);
            await channels.EndAsync(ToStatus(outcome));
        }
        catch (ApiException refusal)
        {
            // The socket is open already: its status channel is the only way to tell.
            await channels.EndAsync(Answers.Status(refusal));
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException or WebSocketException or IOException
            or ObjectDisposedException)
        {
            // The client went away: nobody is left to tell.
        }
    }

    private IReadOnlyList<string> Read(HttpRequest request, ApiTarget target, string container) =>
        logs.FirstOrDefault()?.Read(target.Namespace!, target.Name!, container, request.Flag("previous")) ?? [];

    private static string ContainerOf(HttpRequest request, JsonObject pod)
    {
        string[] containers = [.. pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"))
            .Concat(pod.Items("spec", "ephemeralContainers")).Select(container => container.Text("name") ?? "")];
        var chosen = request.Value("container") ?? pod.Text(JsonObjects.MetadataField, "annotations", DefaultContainer)
            ?? containers.FirstOrDefault() ?? "";
        return containers.Contains(chosen)
            ? chosen
            : throw ApiException.BadRequest($"container {chosen} is not valid for pod {pod.Name()}");
    }

    private static JsonObject ToStatus(ExecOutcome outcome)
    {
        if (outcome is { ExitCode: 0, StartFailure: null })
        {
            return new JsonObject { [JsonObjects.MetadataField] = new JsonObject(), [JsonObjects.StatusField] = "Success" };
        }

        var code = outcome.ExitCode.ToString(CultureInfo.InvariantCulture);
        return outcome.StartFailure is { } failure
            ? Answers.Status(new ApiException(500, "InternalError",
                $"Internal error occurred: error executing command in container: {failure}"))
            : Answers.Status(new ApiException(500, "NonZeroExitCode",
                $"command terminated with non-zero exit code: command terminated with exit code {code}")
            {
                Details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = code }) },
            });
    }
}
