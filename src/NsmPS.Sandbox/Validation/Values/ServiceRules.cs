using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Validation.Values;

/// <summary>Which values the specification of a service allows.</summary>
internal static class ServiceRules
{
    private const string Ports = "spec.ports";

    public static void Check(JsonObject spec, ValueProblems problems)
    {
        JsonObject[] ports = [.. spec.Items("ports")];
        if (ports.Length == 0 && spec.Text("type") != "ExternalName" && spec.Text("clusterIP") != "None")
        {
            problems.Required(Ports);
        }

        HashSet<string> names = [];
        for (var i = 0; i < ports.Length; i++)
        {
            var name = ports[i].Text("name") ?? "";
            if (name.Length == 0 && ports.Length > 1)
            {
                problems.Required($"{Ports}[{i}].name");
            }
            else if (name.Length > 0 && !NameRules.IsLabel(name))
            {
                problems.Invalid($"{Ports}[{i}].name", name, NameRules.Label);
            }
            else if (name.Length > 0 && !names.Add(name))
            {
                // Ports are known by number and protocol, so applying another number adds a port, whose name may be there already.
                problems.Duplicate($"{Ports}[{i}].name", name);
            }

            problems.Port($"{Ports}[{i}].port", ports[i], "port");
            problems.Supported($"{Ports}[{i}].protocol", ports[i]["protocol"], "SCTP", "TCP", "UDP");
        }

        problems.Supported("spec.type", spec["type"], "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    }
}
