using System.Net;

namespace NsmPS.Adapter.Registration;

/// <summary>An answer of the server.</summary>
/// <param name="Code">Its status.</param>
/// <param name="Body">Its body, where it was asked for and not too long.</param>
internal sealed record MesheryAnswer(HttpStatusCode Code, byte[]? Body)
{
    /// <summary>How long an answer may take. Servers that register a component work for some seconds.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    /// <summary>There was none in time. What was asked may have been done anyway.</summary>
    public static MesheryAnswer None { get; } = new(HttpStatusCode.RequestTimeout, null);

    public bool TimedOut => Code == HttpStatusCode.RequestTimeout;

    public bool Success => (int)Code is >= 200 and < 300;

    /// <summary>Why it is no success; null when it is one.</summary>
    public string? Refusal => Success ? null
        : TimedOut ? $"gives no answer within {Time.TotalSeconds:0} s"
        : $"answers {(int)Code}";
}
