using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Validation.Values;

/// <summary>Which values the specification of a pod allows.</summary>
internal static class PodRules
{
    private const string Containers = "containers";

    /// <param name="spec">The specification.</param>
    /// <param name="path">Where it is in its object.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static void Check(JsonObject spec, string path, ValueProblems problems)
    {
        HashSet<string> volumes = [];
        foreach (var (volume, at) in Places(spec, "volumes", path))
        {
            CheckName(volume, at, volumes, problems);
        }

        if (!spec.Items(Containers).Any())
        {
            problems.Required($"{path}.{Containers}");
        }

        HashSet<string> names = [];
        foreach (var (container, at) in Places(spec, Containers, path).Concat(Places(spec, "initContainers", path)))
        {
            CheckName(container, at, names, problems);
            CheckContainer(container, at, volumes, problems);
        }
    }

    private static IEnumerable<(JsonObject Item, string Place)> Places(JsonObject owner, string list, string path) =>
        owner.Items(list).Select((item, index) => (item, $"{path}.{list}[{index}]"));

    private static void CheckName(JsonObject item, string at, HashSet<string> names, ValueProblems problems)
    {
        if (item.Text("name") is not { Length: > 0 } name)
        {
            problems.Required($"{at}.name");
        }
        else if (!NameRules.IsLabel(name))
        {
            problems.Invalid($"{at}.name", name, NameRules.Label);
        }
        else if (!names.Add(name))
        {
            problems.Duplicate($"{at}.name", name);
        }
    }

    private static void CheckContainer(JsonObject container, string at, HashSet<string> volumes, ValueProblems problems)
    {
        if (container.Text("image") is not { Length: > 0 })
        {
            problems.Required($"{at}.image");
        }

        foreach (var (port, place) in Places(container, "ports", at))
        {
            problems.Port($"{place}.containerPort", port, "containerPort");
            problems.Supported($"{place}.protocol", port["protocol"], "SCTP", "TCP", "UDP");
        }

        foreach (var (mount, place) in Places(container, "volumeMounts", at))
        {
            if (!volumes.Contains(mount.Text("name") ?? ""))
            {
                problems.NotFound($"{place}.name", mount["name"]?.DeepClone() ?? "");
            }

            if (mount.Text("mountPath") is not { Length: > 0 })
            {
                problems.Required($"{place}.mountPath");
            }
        }

        problems.Supported($"{at}.imagePullPolicy", container["imagePullPolicy"], "Always", "IfNotPresent", "Never");
    }
}
