using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Spire;

/// <summary>Stands in for spire-server: issues what the controller manager's entries
/// allow, to agents whose token the API server knows.</summary>
internal static class SpireServerRole
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        using Authority authority = new();
        BundleNotifier notifier = new(api, authority.Bundle);
        ConcurrentDictionary<string, bool> agents = new();
        IReadOnlyDictionary<string, IdentityEntry> entries = new Dictionary<string, IdentityEntry>();
        var ready = false;
        await using var app = Probes.BuildAt(SpireNames.ServerHealthPort, "/live", "/ready", () => ready);
        await app.StartAsync(cancellationToken);
        await PublishAsync(notifier, cancellationToken);
        var manager = LineServer.StartAnswering(
            new UnixDomainSocketEndPoint(SpireNames.ServerSocket), (message, _) => Task.FromResult(AnswerManager(message)),
            cancellationToken);
        var network = LineServer.StartAnswering(new IPEndPoint(IPAddress.Any, SpireNames.ServerPort), AnswerAgentAsync, cancellationToken);
        ready = true;
        Log.Info("Starting Server APIs");
        await await Task.WhenAny(manager, network, notifier.RunAsync(cancellationToken));

        Message AnswerManager(Message request)
        {
            switch (request.Method)
            {
                case SpireNames.SetEntries:
                    Volatile.Write(ref entries, (request.Identities ?? []).ToDictionary(static entry => entry.PodUid));
                    return new Message();
                case SpireNames.AskSvid:
                    return new Message { Svid = authority.Issue(request.Identities![0]) };
                default:
                    throw new LabException($"unknown method {request.Method}");
            }
        }

        async Task<Message> AnswerAgentAsync(Message request, CancellationToken token)
        {
            var account = request.Token ?? throw new LabException("an agent without a token");
            if (!agents.ContainsKey(account))
            {
                await ReviewAsync(api, account, token);
                agents[account] = true;
            }

            return request.Method switch
            {
                SpireNames.AskHealth => new Message(),
                SpireNames.AskSvid => Volatile.Read(ref entries).TryGetValue(request.Pod ?? string.Empty, out var entry)
                    ? new Message { Svid = authority.Issue(entry) }
                    : throw new LabException("no identity issued"),
                _ => throw new LabException($"unknown method {request.Method}"),
            };
        }
    }

    private static async Task PublishAsync(BundleNotifier notifier, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await notifier.PublishAsync(cancellationToken);
                return;
            }
            catch (LabException e)
            {
                Log.Error($"k8sbundle: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private static async Task ReviewAsync(KubeApi api, string token, CancellationToken cancellationToken)
    {
        JsonObject review = new()
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenReview",
            ["spec"] = new JsonObject { ["token"] = token, ["audiences"] = new JsonArray(SpireNames.Audience) },
        };
        var status = (await api.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", review, cancellationToken))?["status"];
        if ((bool?)status?["authenticated"] != true || (string?)status["user"]?["username"] != SpireNames.AgentAccount)
        {
            throw new LabException($"the token is not that of an agent: {(string?)status?["error"]}");
        }

        Log.Info("Agent attestation request completed");
    }
}
