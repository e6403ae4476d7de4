using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Adapter.Registration;

/// <summary>A session with a Meshery server, as its cookies want it.</summary>
/// <param name="Provider">Who keeps the users, for example <c>Meshery</c> or <c>None</c>.</param>
/// <param name="Token">The secret.</param>
internal sealed record ServerToken(string Provider, string Token)
{
    private const string DefaultProvider = "Meshery";
    private const int SizeLimit = 64 * 1024;

    /// <summary>The cookies of a request.</summary>
    public string Cookies => $"meshery-provider={Provider}; token={Token}";

    /// <summary>Reads a file as <c>mesheryctl system login</c> writes it, or one that holds nothing but the token.</summary>
    /// <exception cref="NsmException">RegistrationFailed: it cannot be read or holds no token.</exception>
    public static ServerToken Read(string file)
    {
        try
        {
            var text = new FileInfo(file).Length <= SizeLimit ? File.ReadAllText(file).Trim() : "";
            var token = text.StartsWith('{') && JsonNode.Parse(text) is JsonObject login
                ? new ServerToken((string?)login["meshery-provider"] ?? DefaultProvider, (string?)login["token"] ?? "")
                : new ServerToken(DefaultProvider, text);
            return IsCookie(token.Token) && IsCookie(token.Provider) ? token : throw Unusable(file, "it holds no token");
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw Unusable(file, "it cannot be read", exception);
        }
    }

    // A record would print its token.
    public override string ToString() => $"a token of {Provider}";

    private static bool IsCookie(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.AsSpan().ContainsAny(";,\"\\");

    private static NsmException Unusable(string file, string why, Exception? inner = null) =>
        new(NsmErrors.RegistrationFailed, $"The token file {file} is not used: {why}.", file, inner)
        {
            Remedy = "Let the setting MesheryTokenFile name the file that `mesheryctl system login` writes."
        };
}
