using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using NsmPS.Lab.Common;
using NsmPS.Lab.Manager.Api;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Observers;

/// <summary>Stands in for crossconnect-monitor: logs the cross connects of every manager.</summary>
internal static class CrossConnectMonitorRole
{
    private const string Managers = "/apis/networkservicemesh.io/v1alpha1/networkservicemanagers";
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Dictionary<string, Task> streams = [];
        while (true)
        {
            foreach (var url in await UrlsAsync(api, cancellationToken))
            {
                if (!streams.TryGetValue(url, out var stream) || stream.IsCompleted)
                {
                    streams[url] = FollowAsync(url, cancellationToken);
                }
            }

            await Task.Delay(s_period, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> UrlsAsync(KubeApi api, CancellationToken cancellationToken)
    {
        try
        {
            var items = (await api.GetAsync(Managers, cancellationToken))?["items"] as JsonArray ?? new JsonArray();
            return [.. items.Select(static m => (string)m!["spec"]!["url"]!)];
        }
        catch (LabException e)
        {
            Log.Error(e.Message);
            return [];
        }
    }

    private static async Task FollowAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var channel = GrpcChannel.ForAddress("http://" + url);
            MonitorCrossConnect.MonitorCrossConnectClient client = new(channel);
            using var call = client.MonitorCrossConnects(new Empty(),
                cancellationToken: cancellationToken);
            await foreach (var change in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                Log.Info($"{url}: {change}");
            }
        }
        catch (RpcException e)
        {
            Log.Error($"{url}: {e.Status.Detail}");
        }
    }
}
