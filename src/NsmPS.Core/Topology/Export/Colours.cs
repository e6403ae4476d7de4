namespace NsmPS.Topology.Export;

/// <summary>The colours of wires, the same in every format. Labels repeat what the colours say, so nobody depends on telling red from
/// green.</summary>
internal static class Colours
{
    public static string Of(WireLook look) => look switch
    {
        WireLook.Proven => "#1a7f37",
        WireLook.Up => "#0969da",
        WireLook.Bad => "#bc4c00",
        WireLook.Dead => "#cf222e",
        _ => "#6e7781",
    };

    public static bool IsDashed(WireLook look) => look is WireLook.Dead or WireLook.Unknown;

    /// <summary>One word for a look, where there is no room for its meaning.</summary>
    public static string Word(WireLook look) => look == WireLook.Bad ? "down" : look.ToString().ToLowerInvariant();

    public static string Meaning(WireLook look) => look switch
    {
        WireLook.Proven => "proven by ping",
        WireLook.Up => "up, not pinged",
        WireLook.Bad => "down, or pings lost",
        WireLook.Dead => "dead",
        _ => "unknown",
    };
}
