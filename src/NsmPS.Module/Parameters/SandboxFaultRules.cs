using NsmPS.Commands;

namespace NsmPS.Parameters;

/// <summary>Which parameters of Set-NsmSandboxFault go together.</summary>
internal static class SandboxFaultRules
{
    private const int SmallestMtu = 68;
    private const int LargestMtu = 65_535;

    private static readonly string[] s_ofRequests = [nameof(SetNsmSandboxFaultCommand.Method),
        nameof(SetNsmSandboxFaultCommand.RequestPath), nameof(SetNsmSandboxFaultCommand.Count), nameof(SetNsmSandboxFaultCommand.Share)];

    /// <summary>What each kind can be told.</summary>
    private static readonly Dictionary<NsmSandboxFaultKind, string[]> s_details = new()
    {
        [NsmSandboxFaultKind.Latency] = [nameof(SetNsmSandboxFaultCommand.Delay), .. s_ofRequests],
        [NsmSandboxFaultKind.TooManyRequests] = [nameof(SetNsmSandboxFaultCommand.RetryAfter), .. s_ofRequests],
        [NsmSandboxFaultKind.ServerError] = s_ofRequests,
        [NsmSandboxFaultKind.DroppedConnection] = s_ofRequests,
        [NsmSandboxFaultKind.ServerRestart] = [nameof(SetNsmSandboxFaultCommand.Delay)],
        [NsmSandboxFaultKind.SlowPods] = [nameof(SetNsmSandboxFaultCommand.Delay), nameof(SetNsmSandboxFaultCommand.Target)],
        [NsmSandboxFaultKind.PodCrash] = [nameof(SetNsmSandboxFaultCommand.Target)],
        [NsmSandboxFaultKind.ImageFailure] = [nameof(SetNsmSandboxFaultCommand.Target)],
        [NsmSandboxFaultKind.WireLoss] = [nameof(SetNsmSandboxFaultCommand.Loss), nameof(SetNsmSandboxFaultCommand.Target)],
        [NsmSandboxFaultKind.WireStorm] = [nameof(SetNsmSandboxFaultCommand.Delay)],
        [NsmSandboxFaultKind.WireMtu] = [nameof(SetNsmSandboxFaultCommand.Mtu), nameof(SetNsmSandboxFaultCommand.Target)],
        [NsmSandboxFaultKind.NodeDown] = [nameof(SetNsmSandboxFaultCommand.Target)],
        [NsmSandboxFaultKind.KubeletRestart] = [nameof(SetNsmSandboxFaultCommand.Target)],
    };

    private static readonly NsmSandboxFaultKind[] s_needTarget = [NsmSandboxFaultKind.PodCrash, NsmSandboxFaultKind.ImageFailure,
        NsmSandboxFaultKind.NodeDown, NsmSandboxFaultKind.KubeletRestart];
    private static readonly string[] s_everyDetail = [.. s_details.Values.SelectMany(names => names).Distinct()];

    /// <summary>What is wrong with the parameters; null when nothing is.</summary>
    /// <param name="kind">The fault; null for none.</param>
    /// <param name="clear">Whether it is to end.</param>
    /// <param name="given">The parameters that were given.</param>
    public static NsmException? Problem(NsmSandboxFaultKind? kind, bool clear, IReadOnlyDictionary<string, object> given)
    {
        if (kind is null && !clear)
        {
            return Invalid("-Fault is missing; name a fault, or end all of them with -Clear.", nameof(SetNsmSandboxFaultCommand.Fault));
        }

        var allowed = clear ? [] : s_details.GetValueOrDefault(kind!.Value, []);
        if (s_everyDetail.Except(allowed).FirstOrDefault(given.ContainsKey) is { } foreign)
        {
            return Invalid(clear ? $"-{foreign} has no meaning with -Clear, which ends every fault "
                + "of its kind." : $"-{foreign} has no meaning for {kind}; it takes {Listed(allowed)}.", foreign);
        }

        if (!clear && s_needTarget.Contains(kind!.Value) && !given.ContainsKey(nameof(SetNsmSandboxFaultCommand.Target)))
        {
            return Invalid($"{kind} needs -Target: the workload, pod, node or part of an image's name that it is for.",
                nameof(SetNsmSandboxFaultCommand.Target));
        }

        return ValueProblem(given);
    }

    private static NsmException? ValueProblem(IReadOnlyDictionary<string, object> given)
    {
        foreach (var duration in (string[])[nameof(SetNsmSandboxFaultCommand.Delay), nameof(SetNsmSandboxFaultCommand.RetryAfter)])
        {
            if (given.GetValueOrDefault(duration) is TimeSpan span && Durations.Problem(duration, span) is { } problem)
            {
                return problem;
            }
        }

        return given.GetValueOrDefault(nameof(SetNsmSandboxFaultCommand.Loss)) is int loss and not (>= 1 and <= 100)
            ? Invalid($"-Loss is {loss}; it must be from 1 to 100.", nameof(SetNsmSandboxFaultCommand.Loss))
            : given.GetValueOrDefault(nameof(SetNsmSandboxFaultCommand.Mtu)) is int mtu and not (>= SmallestMtu and <= LargestMtu)
                ? Invalid($"-Mtu is {mtu}; it must be from {SmallestMtu} to {LargestMtu}.", nameof(SetNsmSandboxFaultCommand.Mtu))
            : given.GetValueOrDefault(nameof(SetNsmSandboxFaultCommand.Count)) is int and < 1
                ? Invalid("-Count must be at least 1.", nameof(SetNsmSandboxFaultCommand.Count))
            : given.GetValueOrDefault(nameof(SetNsmSandboxFaultCommand.Share)) is double share and not (> 0 and <= 1)
                ? Invalid(FormattableString.Invariant($"-Share is {share}; it must be above 0 and at most 1."),
                    nameof(SetNsmSandboxFaultCommand.Share))
            : null;
    }

    private static string Listed(string[] names) => names.Length == 0 ? "no details" : string.Join(", ", names.Select(name => "-" + name));

    private static NsmException Invalid(string text, string parameter) => new(NsmErrors.OptionInvalid, text, parameter);
}
