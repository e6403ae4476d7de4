using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Rendering;

/// <summary>Makes NSM's own containers send their traces to the Jaeger that is installed with them.</summary>
internal static class Tracing
{
    public const string Component = "jaeger";

    private const string AgentPort = "6831";

    /// <summary>Adds the environment that every NSM v0.2 program reads; it needs a host name that resolves in its pod.</summary>
    public static Action<JsonObject> To(string @namespace) => item =>
    {
        if (item.Name() == Component)
        {
            return;
        }

        foreach (var container in Images.Containers(item))
        {
            if (container["env"] is not JsonArray variables)
            {
                variables = [];
                container["env"] = variables;
            }

            foreach (var (name, value) in new[] { ("TRACER_ENABLED", "true"), ("JAEGER_AGENT_HOST", $"{Component}.{@namespace}"), ("JAEGER_AGENT_PORT", AgentPort) })
            {
                if (!variables.Any(variable => variable.Text("name") == name))
                {
                    variables.Add(new JsonObject { ["name"] = name, ["value"] = value });
                }
            }
        }
    };
}
