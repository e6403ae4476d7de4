namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>What may travel in a request's header. The reasons are ends of sentences and hold nothing of the text.</summary>
internal static class HeaderText
{
    /// <summary>Why a text is no bearer token; null when it is one.</summary>
    public static string? FindTokenFault(string token) => token.Length == 0 ? "is empty"
        : token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) ? "holds white space or a control character"
        : FindFault(token);

    /// <summary>Why a text cannot be a header's value; null when it can.</summary>
    public static string? FindFault(string value) => value.Any(char.IsControl) ? "holds a control character"
        : value.All(char.IsAscii) ? null
        : "holds a character outside of ASCII";
}
