using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm.Programs;

/// <summary>The init container of a client: asks for each wire, and fails when one cannot be had.</summary>
internal sealed class ClientProgram(WireRequester request)
{
    /// <returns>0 with all wires, 1 after the last try.</returns>
    public async Task<int> RunAsync(JsonObject pod, JsonObject container, Action<string> print, CancellationToken cancellationToken)
    {
        foreach (var wish in WireWish.Parse(Components.Variable(container, NsmNames.AnnotationVariable) ?? ""))
        {
            if (!await request.ConnectAsync(pod, wish, print, cancellationToken))
            {
                print("nsm client: Unable to establish connection with network service");
                return 1;
            }
        }

        print("nsm client: initialization is completed successfully");
        return 0;
    }
}
