using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm.Programs;

/// <summary>A client with VPP in it, which asks for its wire itself. The original ends when it
/// gets none and is started again; this one goes on asking.</summary>
internal sealed class VppClientProgram(WireRequester request, WireTable wires)
{
    public async Task RunAsync(JsonObject pod, JsonObject container, Action<string, string> print, CancellationToken cancellationToken)
    {
        // There already where the sandbox itself was restarted, and the pod was not.
        while (!wires.HasClient(pod.Uid()!)
            && !await request.ConnectAsync(pod, Components.Outgoing(container)!, line => print(container.Text("name")!, line),
                cancellationToken))
        {
            print(container.Text("name")!, "nsm client: Unable to establish connection with network service");
        }
    }
}
