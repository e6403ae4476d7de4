using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>The gRPC client in another language: it knows nothing of the adapter but its
/// address, and prints what it is told as JSON lines.</summary>
internal static class NodeClient
{
    private static readonly string s_folder = Path.Combine(Settings.Tests, "E2E", "NodeClient");

    /// <summary>Installs the client's packages where they are not there yet.</summary>
    public static async Task EnsureInstalledAsync()
    {
        if (!Directory.Exists(Path.Combine(s_folder, "node_modules")))
        {
            await Tool.RunAsync("npm", "ci", "--prefix", s_folder, "--no-audit", "--no-fund");
        }
    }

    /// <summary>What a server asks an adapter before it accepts it, in order.</summary>
    public static Task<IReadOnlyList<JsonObject>> AcceptAsync(string address) => RunAsync(address, "accept");

    /// <summary>Starts an operation and follows its events until each cluster has its end.
    /// The first object is the answer, the rest are events.</summary>
    public static Task<IReadOnlyList<JsonObject>> ApplyAsync(string address, string operation, bool delete, params string[] kubeconfigs) =>
        RunAsync([address, "apply", operation, string.Join(',', kubeconfigs), .. delete ? ["delete"] : Array.Empty<string>()]);

    private static async Task<IReadOnlyList<JsonObject>> RunAsync(params string[] arguments)
    {
        var output = await Tool.RunAsync("node", [Path.Combine(s_folder, "client.mjs"), .. arguments]);
        JsonObject[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())];

        // An event can overtake the acknowledgement of its operation.
        return [.. lines.OrderByDescending(line => line.ContainsKey("error"))];
    }
}
